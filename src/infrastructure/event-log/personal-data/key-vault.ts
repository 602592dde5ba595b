import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { derivedId } from '../../../application/command-handling/derived-id.ts';
import type { EventStore, RecordedEvent } from '../../../application/ports/event-store.ts';
import { WrongExpectedRevisionError } from '../../../application/ports/event-store.ts';
import type { KeyVault, PersonalKey } from '../../../application/ports/key-vault.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { decrypt, encrypt } from './encryption.ts';
import { derivedKey } from './master-key.ts';

/** Streams of the vault; they are no part of the history that is read. */
export const keyStreamPrefix = 'key-';

const keyCreated = 'personal-key-created.v1';
const keyDestroyed = 'personal-key-destroyed.v1';

const keyBytes = 32;
/** Namespace of the ids of vault events. */
const vaultNamespace = '5b1f4f0e-6a52-4d0a-9d55-0f1f3a3f7c11';

const created = z.object({
  subject: z.string(),
  /** Names the master key that wrapped it, without telling it. */
  wrappedBy: z.string(),
  wrapped: z.object({ iv: z.string(), data: z.string() }),
});

const keyStream = (subject: string): string => `${keyStreamPrefix}${subject}`;
/** Outlives the key's own stream, so that nobody makes a second key for an erased person. */
const graveStream = (subject: string): string => `${keyStreamPrefix}destroyed-${subject}`;

/**
 * Personal keys in streams of their own, each wrapped by a key derived from the master key.
 * Keys that were found stay in memory; one that is missing once is missing for ever, because a key is always stored
 * before the first event that needs it.
 */
export const createKeyVault = ({ store, masterKey }: { store: EventStore; masterKey: Buffer }): KeyVault => {
  const wrappingKey = derivedKey(masterKey, 'wrapping of personal keys');
  const wrappingKeyName = derivedKey(masterKey, 'name of the master key').toString('hex').slice(0, 16);
  const cache = new Map<string, PersonalKey | undefined>();
  const loading = new Map<string, Promise<PersonalKey | undefined>>();

  const unwrap = (stored: RecordedEvent): PersonalKey => {
    const { subject, wrappedBy, wrapped } = created.parse(stored.data);
    if (wrappedBy !== wrappingKeyName) {
      throw new Error(`the key of ${subject} was wrapped by another master key than the configuration names`);
    }
    return { subject, key: decrypt(wrappingKey, wrapped, subject) };
  };

  const read = async (subject: string): Promise<PersonalKey | undefined> => {
    const [stored] = await store.readStream(keyStream(subject), { maxCount: 1 });
    const key = stored === undefined ? undefined : unwrap(stored);
    cache.set(subject, key);
    return key;
  };

  const find = async (subject: string): Promise<PersonalKey | undefined> => {
    if (cache.has(subject)) return cache.get(subject);
    const pending = loading.get(subject) ?? read(subject).finally(() => loading.delete(subject));
    loading.set(subject, pending);
    return pending;
  };

  const create = async (subject: string): Promise<PersonalKey> => {
    const [grave] = await store.readStream(graveStream(subject), { maxCount: 1 });
    if (grave !== undefined) {
      throw new DomainError('conflict', 'person-erased', 'This person was erased; nothing personal can be kept again.');
    }
    const key = randomBytes(keyBytes);
    const data = { subject, wrappedBy: wrappingKeyName, wrapped: encrypt(wrappingKey, key, subject) };
    // A random id: two makers of the same key are told apart by the expected revision, and one of them loses.
    const id = crypto.randomUUID();
    await store.append(keyStream(subject), [{ id, type: keyCreated, data, metadata: {} }], 'no-stream');
    cache.set(subject, { subject, key });
    return { subject, key };
  };

  return {
    find,
    peek: (subject) => (cache.has(subject) ? cache.get(subject) : 'unknown'),
    obtain: async (subject) => {
      const known = (await find(subject)) ?? (await read(subject));
      if (known !== undefined) return known;
      try {
        return await create(subject);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevisionError)) throw error;
        const theirs = await read(subject);
        if (theirs === undefined) throw error;
        return theirs;
      }
    },
    destroy: async (subject) => {
      const id = derivedId(vaultNamespace, graveStream(subject));
      const grave = { id, type: keyDestroyed, data: { subject }, metadata: {} };
      await store.append(graveStream(subject), [grave], 'any');
      cache.set(subject, undefined);
      await store.deleteStream(keyStream(subject), 'any');
    },
  };
};
