import { randomBytes, randomUUID } from 'node:crypto';
import { derivedId } from '../../../application/command-handling/derived-id.ts';
import type { EventStore } from '../../../application/ports/event-store.ts';
import { WrongExpectedRevisionError } from '../../../application/ports/event-store.ts';
import type { KeyVault, PersonalKey } from '../../../application/ports/key-vault.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { createKeyFinder, createKeyWrapping, keyCreated, keyStream, keyStreamPrefix } from './key-finder.ts';

const keyDestroyed = 'personal-key-destroyed.v1';

const keyBytes = 32;
/** Namespace of the ids of vault events. */
const vaultNamespace = '5b1f4f0e-6a52-4d0a-9d55-0f1f3a3f7c11';

/** Outlives the key's own stream, so that nobody makes a second key for an erased person. */
const graveStream = (subject: string): string => `${keyStreamPrefix}destroyed-${subject}`;

/**
 * Personal keys in streams of their own (`key-<subject>`), apart from the events they protect.
 * @param masterKey 32 bytes; without it no personal data can be read
 */
export const createKeyVault = ({ store, masterKey }: { store: EventStore; masterKey: Buffer }): KeyVault => {
  const { wrap } = createKeyWrapping(masterKey);
  const { find, peek, read, remember } = createKeyFinder({ store, masterKey });

  const isErased = async (subject: string): Promise<boolean> =>
    (await store.readStream(graveStream(subject), { maxCount: 1, direction: 'forwards' })).length > 0;

  const removeKey = async (subject: string): Promise<void> => {
    remember(subject, undefined);
    const stored = await store.readStream(keyStream(subject), { maxCount: 1, direction: 'forwards' });
    if (stored.length > 0) await store.deleteStream(keyStream(subject), 'any');
  };

  const create = async (subject: string): Promise<PersonalKey> => {
    if (await isErased(subject)) throw personErased();
    const key = { subject, key: randomBytes(keyBytes) };
    // A random id: of two who make the same key at once, the expected revision lets one win.
    const made = { id: randomUUID(), type: keyCreated, data: wrap(key), metadata: {} };
    await store.append(keyStream(subject), [made], 'no-stream');
    // Somebody may have erased the person since we looked; they found no key to remove.
    if (await isErased(subject)) {
      await removeKey(subject);
      throw personErased();
    }
    remember(subject, key);
    return key;
  };

  return {
    find,
    peek,
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
      await store.append(graveStream(subject), [{ id, type: keyDestroyed, data: { subject }, metadata: {} }], 'any');
      await removeKey(subject);
    },
  };
};

const personErased = (): DomainError =>
  new DomainError('conflict', 'person-erased', 'This person was erased; nothing personal can be kept again.');
