import type { EventReader } from '../../../application/ports/event-store.ts';
import { createKeyWrapping, keyCreated, keyStreamPrefix } from './key-finder.ts';

/** The configuration names another master key than the one that the installation's personal keys are wrapped with. */
export class WrongMasterKeyError extends Error {
  override readonly name = 'WrongMasterKeyError';
}

/**
 * Opens one personal key of the store, so that a wrong master key is noticed before anybody needs a name.
 * @throws WrongMasterKeyError
 */
export const insistOnMasterKey = async (store: Pick<EventReader, 'readAll'>, masterKey: Buffer): Promise<void> => {
  const { fits } = createKeyWrapping(masterKey);
  for await (const page of store.readAll({ streamPrefixes: [keyStreamPrefix] })) {
    const key = page.find(({ type }) => type === keyCreated);
    if (key === undefined) continue;
    if (fits(key)) return;
    throw new WrongMasterKeyError(
      '`master_key` is not the one that the personal data of this event store is encrypted with; put the former one back.',
    );
  }
};
