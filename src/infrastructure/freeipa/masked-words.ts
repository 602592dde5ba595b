/**
 * FreeIPA's words about a request, without what the request said: FreeIPA repeats usernames, addresses, names and keys, and
 * errors end in logs and in the history of processes. Every text of the request gives way to `…`, whatever its case.
 * @param request whatever was sent: arguments, options, fields of a form
 */
export const maskedWords = (words: string, request: unknown): string => {
  const texts = [...new Set(textsOf(request).flatMap(spellings))].filter((text) => /[\p{L}\p{N}]/u.test(text));
  // The longest first, or an address would leave its domain behind where the username is a part of it.
  const longestFirst = texts.toSorted((left, right) => right.length - left.length);
  return longestFirst.reduce((masked, text) => masked.replace(pattern(text), '…'), words);
};

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value, ...valueOfPair(value)];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

/** `addattr` and its kind carry `attribute=value`, of which FreeIPA repeats the value. */
const valueOfPair = (text: string): readonly string[] => {
  const [, value] = /^\w+=(.+)$/s.exec(text) ?? [];
  return value === undefined ? [] : [value];
};

/** As it was sent, and as it stands in a page. */
const spellings = (text: string): readonly string[] => {
  const trimmed = text.trim();
  return [trimmed, trimmed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')];
};

/** A text of one or two characters is a part of too many words: it is left out where it stands alone. */
const pattern = (text: string): RegExp => {
  const literal = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(text.length > 2 ? literal : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu');
};
