import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { EventReader, RecordedEvent } from '../../../application/ports/event-store.ts';
import type { KeyVault, PersonalKey } from '../../../application/ports/key-vault.ts';
import { decrypt, encrypt } from './encryption.ts';
import type { Encrypted } from './encryption.ts';
import { derivedKey } from './master-key.ts';

/** Streams of the vault; they are no part of the history that is read. */
export const keyStreamPrefix = 'key-';

/** The event of such a stream. */
export const keyCreated = 'personal-key-created.v1';

/** The stream that holds a person's key, wrapped, in its only event. */
export const keyStream = (subject: string): string => `${keyStreamPrefix}${subject}`;

/** The half of the vault that reading the log needs. */
export type KeyFinder = Pick<KeyVault, 'find' | 'peek'>;

/** What the vault itself may do beside. */
type KeyCache = KeyFinder &
  Readonly<{
    /** Past the cache. */
    read: (subject: string) => Promise<PersonalKey | undefined>;
    remember: (subject: string, key: PersonalKey | undefined) => void;
  }>;

const wrappedKey = z.object({
  subject: z.string(),
  /** Names the master key that wrapped it, without telling it. */
  wrappedBy: z.string(),
  wrapped: z.object({ iv: z.string(), data: z.string() }),
});
export type WrappedKey = Readonly<{ subject: string; wrappedBy: string; wrapped: Encrypted }>;

/** Personal keys are wrapped by a key derived from the master key of the configuration. */
export const createKeyWrapping = (masterKey: Buffer) => {
  const wrappingKey = derivedKey(masterKey, 'wrapping of personal keys');
  const name = derivedKey(masterKey, 'name of the master key').toString('hex').slice(0, 16);
  return {
    wrap: ({ subject, key }: PersonalKey): WrappedKey => ({
      subject,
      wrappedBy: name,
      wrapped: encrypt(wrappingKey, key, subject),
    }),
    /** Whether this master key wrapped it. */
    fits: (stored: RecordedEvent): boolean => wrappedKey.parse(stored.data).wrappedBy === name,
    /** @throws Error when another master key wrapped it */
    unwrap: (stored: RecordedEvent): PersonalKey => {
      const { subject, wrappedBy, wrapped } = wrappedKey.parse(stored.data);
      if (wrappedBy !== name) {
        throw new Error(`the key of ${subject} was wrapped by another master key than the configuration names`);
      }
      return { subject, key: decrypt(wrappingKey, wrapped, subject) };
    },
  };
};

/** Bounds memory; far more people than one page of the log, or one busy minute, is about. */
const keptKeys = 5_000;
/** After this a key is looked up again: another server may have destroyed it. */
const keptMilliseconds = 30_000;

const missing = Symbol('no such key');

/** Finds personal keys and keeps the ones in use at hand. */
export const createKeyFinder = ({
  store,
  masterKey,
}: {
  store: Pick<EventReader, 'readStream'>;
  masterKey: Buffer;
}): KeyCache => {
  const { unwrap } = createKeyWrapping(masterKey);
  const cache = new LRUCache<string, PersonalKey | typeof missing>({ max: keptKeys, ttl: keptMilliseconds });
  const loading = new Map<string, Promise<PersonalKey | undefined>>();

  const remember = (subject: string, key: PersonalKey | undefined): void => {
    cache.set(subject, key ?? missing);
  };
  const peek: KeyFinder['peek'] = (subject) => {
    const known = cache.get(subject);
    if (known === undefined) return 'unknown';
    return known === missing ? undefined : known;
  };

  const read = async (subject: string): Promise<PersonalKey | undefined> => {
    const [stored] = await store.readStream(keyStream(subject));
    const key = stored === undefined ? undefined : unwrap(stored);
    remember(subject, key);
    return key;
  };

  return {
    read,
    remember,
    peek,
    find: async (subject) => {
      const known = peek(subject);
      if (known !== 'unknown') return known;
      const pending = loading.get(subject) ?? read(subject).finally(() => loading.delete(subject));
      loading.set(subject, pending);
      return pending;
    },
  };
};

/** Keys by subject; undefined for a person whose key is destroyed or was never made. */
export type LoadedKeys = ReadonlyMap<string, PersonalKey | undefined>;

/** The keys of all these people at once: those that are at hand without waiting, the others in parallel. */
export const loadKeys = async (keys: KeyFinder, subjects: Iterable<string>): Promise<LoadedKeys> => {
  const loaded = new Map<string, PersonalKey | undefined>();
  const absent = new Set<string>();
  for (const subject of subjects) {
    const key = keys.peek(subject);
    if (key === 'unknown') absent.add(subject);
    else loaded.set(subject, key);
  }
  await Promise.all(Array.from(absent, async (subject) => loaded.set(subject, await keys.find(subject))));
  return loaded;
};
