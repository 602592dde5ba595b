import { LRUCache } from 'lru-cache';

export type SeenSession = Readonly<{
  id: string;
  /** ISO time. */
  firstSeenAt: string;
  lastSeenAt: string;
  /** What the browser says it is; empty when it says nothing. */
  browser: string;
}>;

/** Sessions that used the API since the server started; in memory only, because it is nobody's history. */
export type SessionRecord = Readonly<{
  see: (accountId: string, session: string, browser: string, now: string) => void;
  of: (accountId: string) => readonly SeenSession[];
}>;

const accounts = 10_000;
const perAccount = 50;
/** Longer than a token lives: what was not seen for so long is over, or will have to show itself again. */
const keptMilliseconds = 24 * 60 * 60_000;
const longestBrowser = 200;

export const createSessionRecord = (): SessionRecord => {
  const seen = new LRUCache<string, LRUCache<string, SeenSession>>({ max: accounts });
  return {
    see: (accountId, session, browser, now) => {
      const own = seen.get(accountId) ?? new LRUCache({ max: perAccount, ttl: keptMilliseconds });
      const firstSeenAt = own.get(session)?.firstSeenAt ?? now;
      own.set(session, { id: session, firstSeenAt, lastSeenAt: now, browser: browser.slice(0, longestBrowser) });
      seen.set(accountId, own);
    },
    of: (accountId) =>
      [...(seen.get(accountId)?.values() ?? [])].toSorted((left, right) =>
        left.lastSeenAt < right.lastSeenAt ? 1 : -1,
      ),
  };
};
