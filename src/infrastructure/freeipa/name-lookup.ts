import { z } from 'zod';
import { FreeIpaError, ipaErrorCode } from './freeipa-error.ts';
import type { FreeIpaServer } from './freeipa-server.ts';
import { maskedWords } from './masked-words.ts';
import { parseReply, shown, stagedShown } from './user-entry.ts';
import type { StagedEntry, UserEntry } from './user-entry.ts';

/** What FreeIPA has of a name. */
export type NameLookup = Readonly<{
  /** Active, or deleted and preserved. */
  user: UserEntry | undefined;
  staged: StagedEntry | undefined;
  /** True also of a user's private group. */
  group: boolean;
}>;

const results = z.object({ results: z.array(z.record(z.string(), z.unknown())).length(3) });
const failed = z.object({ error: z.string(), error_code: z.number(), error_name: z.string() });

/** Looks a name up everywhere in one request. @throws DirectoryError, FreeIpaError */
export const lookUpName = async (server: FreeIpaServer, name: string): Promise<NameLookup> => {
  const calls = [
    { method: 'user_show', params: [[name], { all: true }] },
    { method: 'stageuser_show', params: [[name], { all: true }] },
    { method: 'group_show', params: [[name], { no_members: true }] },
  ];
  const reply = parseReply(results, await server.command('batch', calls, {}), 'batch');
  const [user, staged, group] = reply.results.map((result) => unlessNotFound(result, name));
  return {
    user: user === undefined ? undefined : parseReply(shown, user, 'user_show').result,
    staged: staged === undefined ? undefined : parseReply(stagedShown, staged, 'stageuser_show').result,
    group: group !== undefined,
  };
};

/** One answer of a batch; undefined when nothing has the name. */
const unlessNotFound = (result: Readonly<Record<string, unknown>>, name: string): unknown => {
  if (result['error'] === null || result['error'] === undefined) return result;
  const { error, error_code: code, error_name: ipaName } = parseReply(failed, result, 'batch');
  if (code === ipaErrorCode.notFound) return undefined;
  throw new FreeIpaError(code, ipaName, maskedWords(error, name));
};
