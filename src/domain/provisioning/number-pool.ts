/** First and last number that may be given out. */
export type NumberRange = Readonly<{ first: number; last: number }>;

/**
 * Every number of the range exactly once, in an order of its holder's own: different holders seldom want the same
 * number first, and the same holder always wants the same ones.
 */
export function* numbersFor(holder: string, { first, last }: NumberRange): Generator<number, void, undefined> {
  const size = last - first + 1;
  if (size < 1) return;
  const start = hash(holder) % size;
  const stride = strideFor(hash(`${holder} stride`), size);
  for (let step = 0; step < size; step += 1) yield first + ((start + step * stride) % size);
}

/** A step width without a common divisor with `size` reaches every place before it comes round. */
const strideFor = (seed: number, size: number): number => {
  let stride = 1 + (seed % size);
  while (greatestCommonDivisor(stride, size) !== 1) stride += 1;
  return stride;
};

const greatestCommonDivisor = (left: number, right: number): number =>
  right === 0 ? left : greatestCommonDivisor(right, left % right);

/** FNV-1a, 32 bits: spreads well, and no secret hangs on it. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
};
