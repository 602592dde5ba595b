import type { PersonalKey } from '../../../application/ports/key-vault.ts';
import type { JsonObject, JsonValue } from '../../../application/ports/event-store.ts';
import { erased } from '../../../domain/personal-data.ts';
import { decrypt, encrypt } from './encryption.ts';
import type { Encrypted } from './encryption.ts';
import { toSealedText } from './sealed-text.ts';

/** A personal field as it is stored. It says itself whose it is, so that every version of an event can be read. */
type SealedField = Readonly<{ $personal: Readonly<{ subject: string }> & Encrypted }>;

/** Moved to another event or another field, the ciphertext no longer opens. */
export const placeOf = (eventId: string, field: string): string => `${eventId}:${field}`;

export const sealField = (key: PersonalKey, text: string, eventId: string, field: string): SealedField => ({
  $personal: { subject: key.subject, ...encrypt(key.key, Buffer.from(text), placeOf(eventId, field)) },
});

const sealedIn = (value: JsonValue | undefined): SealedField['$personal'] | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { $personal: sealed } = value as { readonly $personal?: JsonValue };
  if (typeof sealed !== 'object' || sealed === null || Array.isArray(sealed)) return undefined;
  const { subject, iv, data } = sealed as JsonObject & Partial<SealedField['$personal']>;
  if (typeof subject !== 'string' || typeof iv !== 'string' || typeof data !== 'string') return undefined;
  return { subject, iv, data };
};

/** Whose keys these data need, field by field. */
export const subjectsIn = (data: JsonObject, note: (subject: string) => void): void => {
  for (const field in data) {
    const sealed = sealedIn(data[field]);
    if (sealed !== undefined) note(sealed.subject);
  }
};

/**
 * The data with its personal fields in clear, or as `erased person` where the key is gone.
 * @throws Error when a field was tampered with
 */
export const openFields = (
  data: JsonObject,
  eventId: string,
  keyOf: (subject: string) => PersonalKey | undefined,
): JsonObject => {
  const open: Record<string, JsonValue> = {};
  for (const field in data) {
    const value = data[field];
    if (value === undefined) continue;
    const sealed = sealedIn(value);
    open[field] = sealed === undefined ? value : openField(sealed, eventId, field, keyOf(sealed.subject));
  }
  return open;
};

/** The data with its personal fields as one line of text each, still encrypted. */
export const keepSealed = (data: JsonObject, eventId: string): JsonObject => {
  const kept: Record<string, JsonValue> = {};
  for (const field in data) {
    const value = data[field];
    if (value === undefined) continue;
    const sealed = sealedIn(value);
    kept[field] = sealed === undefined ? value : toSealedText({ ...sealed, eventId, field });
  }
  return kept;
};

const openField = (
  sealed: SealedField['$personal'],
  eventId: string,
  field: string,
  key: PersonalKey | undefined,
): string => {
  if (key === undefined) return erased;
  try {
    return decrypt(key.key, sealed, placeOf(eventId, field)).toString();
  } catch (cause) {
    throw new Error(`the personal field ${field} does not open with the key of ${sealed.subject}`, { cause });
  }
};
