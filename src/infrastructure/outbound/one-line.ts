/** Control characters, halves of characters, and those that turn the direction of what follows. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * Text that somebody wrote, as one line: it can begin no line or header of its own, nor turn around what stands beside it.
 * @param limit characters that are kept; more are cut and marked with an ellipsis
 */
export const oneLine = (text: string, limit = Infinity): string => {
  const line = text.replace(unprintable, ' ').replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
};

/** The same for text of several lines. */
export const lines = (text: string): readonly string[] =>
  text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => oneLine(line));
