import type { Encrypted } from './encryption.ts';

/** Everything that opens a personal field away from its event, but the key. */
export type SealedValue = Readonly<{ subject: string; eventId: string; field: string }> & Encrypted;

/** Tells a sealed value from a text in clear. */
const mark = 'sealed:';

/** One line of text, the same for the same event: two read models of one history are equal without any key. */
export const toSealedText = ({ subject, eventId, field, iv, data }: SealedValue): string =>
  mark + JSON.stringify([subject, eventId, field, iv, data]);

/** @throws Error for a text that {@link toSealedText} did not write: a read model keeps nothing personal in clear */
export const fromSealedText = (text: string): SealedValue => {
  if (!text.startsWith(mark)) throw new Error('a personal value in a read model is not sealed');
  const [subject = '', eventId = '', field = '', iv = '', data = ''] = JSON.parse(text.slice(mark.length)) as string[];
  return { subject, eventId, field, iv, data };
};
