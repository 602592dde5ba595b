import type { Caller } from '../../domain/kernel/caller.ts';
import type { Handled } from '../command-handling/handle-command.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { CommandContext, CommandOutcome } from './command-context.ts';

/** What a person can have the system do. */
export type UseCase<Input, Outcome = CommandOutcome> = (
  input: Input,
  caller: Caller,
  context: CommandContext,
) => Promise<Outcome>;

/**
 * Tells a repeat of a command from another command under the same id. Keyed, because the content may be personal.
 * @param content plain JSON in a fixed order
 */
export const fingerprintOf = (keyedHash: KeyedHash, name: string, caller: Caller, content: readonly string[]): string =>
  keyedHash('command', JSON.stringify([name, caller.accountId, ...content]));

/** @throws Error when the command left no trace at all, which no use case with an answer does */
export const outcomeOf = (id: string, { at }: Handled<unknown>): CommandOutcome => {
  if (at === undefined) throw new Error(`the command on ${id} led to nothing`);
  return { id, ...at };
};

/** The stream of an instance. */
export const instanceStream = (instanceId: string): string => `instance-${instanceId}`;
