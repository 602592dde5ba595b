import type { IpaDatabase } from '../ipa-database.ts';
import type { CommandSignature, IpaArguments } from '../ipa-parameters.ts';

export type CommandContext = Readonly<{ database: IpaDatabase; /** uid of whoever is logged in. */ caller: string }>;

export type IpaCommand = Readonly<{
  signature: CommandSignature;
  /** @returns the `result` member of the reply @throws IpaError */
  run: (given: IpaArguments, context: CommandContext) => Readonly<Record<string, unknown>>;
}>;

/** What a command that changes one entry answers. */
export type EntryReply = Readonly<{ result: unknown; value: string; summary: string | null }>;
