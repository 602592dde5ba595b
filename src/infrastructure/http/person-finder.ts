import { LRUCache } from 'lru-cache';
import type { Directory, Person } from '../../application/ports/directory.ts';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { Log } from '../../application/ports/logger.ts';
import type { Role } from '../../domain/kernel/actor.ts';
import type { FindPerson, KnownPerson } from './authentication.ts';
import type { CallerAccount } from './caller.ts';

export type PersonFinderOptions = Readonly<{
  directory: Pick<Directory, 'findByEmail'>;
  /** FreeIPA groups that give a role. */
  groupsOfRoles: Readonly<Record<Role, readonly string[]>>;
  /** Our id for a person. */
  accountIdOf: (person: Person) => Promise<string>;
  /** Remembers in the log who the person is; called the first time, and when something about them changed. */
  link: (account: CallerAccount, roles: readonly Role[]) => Promise<unknown>;
  log: Log;
  /** Milliseconds since the epoch; for tests. */
  now?: () => number;
}>;

export type PersonFinder = Readonly<{
  find: FindPerson;
  /** The next look-up of this person asks the directory again: something about them has just changed. */
  forget: (accountId: string) => void;
}>;

/** A look-up is trusted this long: a disabled person's token stops working within it. */
const trustedMilliseconds = 30_000;
/** While the directory does not answer, reads go on with what it said within this time. */
const staleMilliseconds = 10 * 60_000;
/** Someone who is not let in is asked about again sooner: they may just have signed up, or been enabled. */
const refusedMilliseconds = 2_000;
/** Names and addresses: whoever was erased is not in memory for longer than anybody else who stays away. */
const remembering = { max: 10_000, ttl: staleMilliseconds, ttlAutopurge: true };

type Entry = Readonly<{
  at: number;
  /** Counts look-ups and who is forgotten, in their order. */
  turn: number;
  person: Omit<KnownPerson, 'stale'> | undefined;
}>;

const rolesOf = (person: Person, groupsOfRoles: PersonFinderOptions['groupsOfRoles']): readonly Role[] =>
  (['member', 'admin', 'auditor'] as const).filter((role) =>
    groupsOfRoles[role].some((group) => person.groups.includes(group)),
  );

/**
 * Finds people by verified e-mail: one look-up per person at a time, kept for 30 s, and older ones marked as stale for
 * ten minutes more while FreeIPA is out of reach.
 */
export const createPersonFinder = (options: PersonFinderOptions): PersonFinder => {
  const { directory, groupsOfRoles, accountIdOf, link, log, now = Date.now } = options;
  const known = new LRUCache<string, Entry>(remembering);
  const linked = new LRUCache<string, string>(remembering);
  const underWay = new Map<string, Promise<Entry>>();
  /** The turn in which somebody was last forgotten. */
  const forgotten = new LRUCache<string, number>(remembering);
  let turns = 0;

  /** Something changed since its look-up began, which may have seen what was before. */
  const isOutdated = ({ turn, person }: Entry): boolean =>
    person !== undefined && (forgotten.get(person.account.id) ?? 0) > turn;

  const linkWhenChanged = async (account: CallerAccount, roles: readonly Role[]): Promise<void> => {
    const particulars = JSON.stringify(account);
    if (linked.get(account.id) === particulars) return;
    await link(account, roles);
    linked.set(account.id, particulars);
  };

  const remember = (email: string, entry: Entry): Entry => {
    // One that was begun later may have its answer already.
    if ((known.get(email)?.turn ?? 0) < entry.turn) known.set(email, entry);
    return entry;
  };

  const lookUp = async (email: string): Promise<Entry> => {
    const begun = { at: now(), turn: (turns += 1) };
    const person = await directory.findByEmail(email);
    if (person === undefined) return remember(email, { ...begun, person: undefined });
    const account = {
      id: await accountIdOf(person),
      username: person.username,
      email: person.email,
      displayName: person.displayName,
    };
    const roles = rolesOf(person, groupsOfRoles);
    // Somebody who may do nothing here leaves no trace.
    if (roles.length > 0 && !person.disabled) await linkWhenChanged(account, roles);
    const { groups, sshKeys, disabled } = person;
    return remember(email, { ...begun, person: { account, roles, groups, sshKeys, disabled } });
  };

  const lookUpOnce = (email: string): Promise<Entry> => {
    const running = underWay.get(email);
    if (running !== undefined) return running;
    const started = lookUp(email).finally(() => {
      if (underWay.get(email) === started) underWay.delete(email);
    });
    underWay.set(email, started);
    return started;
  };

  const answer = (entry: Entry, stale: boolean): KnownPerson | undefined =>
    entry.person === undefined ? undefined : { ...entry.person, stale };

  const find: FindPerson = async (written) => {
    const email = written.toLowerCase();
    const entry = known.get(email);
    const age = entry === undefined ? Infinity : now() - entry.at;
    const letIn = entry?.person !== undefined && !entry.person.disabled;
    const trusted = letIn ? trustedMilliseconds : refusedMilliseconds;
    if (entry !== undefined && age < trusted && !isOutdated(entry)) return answer(entry, false);
    try {
      return answer(await lookUpOnce(email), false);
    } catch (error) {
      const outage = error instanceof DirectoryError && (error.failure === 'unreachable' || error.failure === 'denied');
      if (!outage || entry?.person === undefined || age > staleMilliseconds) throw error;
      log.warn(
        { err: error, ageSeconds: Math.round(age / 1000) },
        'FreeIPA does not answer; an older look-up serves reads',
      );
      return answer(entry, true);
    }
  };

  return {
    find,
    forget: (accountId) => {
      forgotten.set(accountId, (turns += 1));
      // Whoever asks from now on must not join a look-up from before.
      underWay.clear();
    },
  };
};
