import type { OpenPersonal } from '../../../application/ports/personal-data.ts';
import { decrypt } from './encryption.ts';
import { loadKeys } from './key-finder.ts';
import type { KeyFinder } from './key-finder.ts';
import { placeOf } from './personal-field.ts';
import { fromSealedText } from './sealed-text.ts';

/** Opens what read models hold. */
export const createPersonalOpener =
  (keyFinder: KeyFinder): OpenPersonal =>
  async (sealed) => {
    const subjects = Array.from(sealed).flatMap((text) => (text === null ? [] : fromSealedText(text).subject));
    const keys = await loadKeys(keyFinder, subjects);
    return (text) => {
      if (text === null) return null;
      const { subject, eventId, field, iv, data } = fromSealedText(text);
      if (!keys.has(subject)) throw new Error(`the key of ${subject} was not asked for`);
      const key = keys.get(subject);
      return key === undefined ? null : decrypt(key.key, { iv, data }, placeOf(eventId, field)).toString();
    };
  };
