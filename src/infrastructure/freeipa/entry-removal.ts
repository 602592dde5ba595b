import { z } from 'zod';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { LeavingPerson } from '../../application/ports/directory.ts';
import { markOf } from './account-mark.ts';
import type { FreeIpaServer } from './freeipa-server.ts';
import { lookUpName } from './name-lookup.ts';
import { found, parseReply, toPerson } from './user-entry.ts';
import type { UserEntry } from './user-entry.ts';

/** Removes whoever leaves, by whatever name FreeIPA has them: also a user whom somebody else has deleted and kept. */
export const removeEntry = async (server: FreeIpaServer, person: LeavingPerson): Promise<void> => {
  const entry = await entryOf(server, person);
  // For good: without this FreeIPA could be set up to keep the entry.
  if (entry !== undefined) await server.command('user_del', [entry.uid], { preserve: false });
};

const entryOf = async (server: FreeIpaServer, person: LeavingPerson): Promise<UserEntry | undefined> => {
  const { user } = await lookUpName(server, person.username);
  return user !== undefined && (await person.isTheirs(toPerson(user))) ? user : searchEverywhere(server, person);
};

/**
 * Their name is nobody's or somebody else's: they were renamed, or are gone. FreeIPA cannot search by the id of an entry; so first
 * by what the entry most likely still has, then through everybody.
 * @throws DirectoryError `ambiguous` when FreeIPA did not list everybody
 */
const searchEverywhere = async (
  server: FreeIpaServer,
  { accountId, email, isTheirs }: LeavingPerson,
): Promise<UserEntry | undefined> => {
  for (const likely of [{ userclass: markOf(accountId) }, ...(email === '' ? [] : [{ mail: email }])]) {
    const { entry } = await search(server, likely, isTheirs);
    if (entry !== undefined) return entry;
  }
  const { entry, complete } = await search(server, {}, isTheirs);
  if (entry !== undefined || complete) return entry;
  throw new DirectoryError(
    'ambiguous',
    'the user may have been renamed or deleted in FreeIPA, and FreeIPA does not list all its users to the portal',
  );
};

const listed = found.extend({ truncated: z.boolean().default(false) });

/** Among users, and among those who were deleted and kept; `complete` when FreeIPA showed all that fit. */
const search = async (
  server: FreeIpaServer,
  filter: Readonly<Record<string, string>>,
  isTheirs: LeavingPerson['isTheirs'],
): Promise<Readonly<{ entry: UserEntry | undefined; complete: boolean }>> => {
  let complete = true;
  for (const preserved of [false, true]) {
    const options = { ...filter, preserved, all: true, sizelimit: 0, timelimit: 0 };
    const { result, truncated } = parseReply(listed, await server.command('user_find', [], options), 'user_find');
    for (const entry of result) if (await isTheirs(toPerson(entry))) return { entry, complete };
    complete &&= !truncated;
  }
  return { entry: undefined, complete };
};
