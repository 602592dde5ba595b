/**
 * Compares two log positions as the wire writes them: `"<commit>"`, or `"<commit>-<prepare>"` when they differ.
 * Negative when `one` is earlier.
 */
export const comparePositions = (one: string, other: string): number => {
  const [commitOne, prepareOne] = parse(one);
  const [commitOther, prepareOther] = parse(other);
  if (commitOne !== commitOther) return commitOne < commitOther ? -1 : 1;
  if (prepareOne !== prepareOther) return prepareOne < prepareOther ? -1 : 1;
  return 0;
};

/** Positions go beyond 2^53 on EventStoreDB. */
const parse = (position: string): readonly [commit: bigint, prepare: bigint] => {
  const [commit = '0', prepare = commit] = position.split('-');
  return [BigInt(commit), BigInt(prepare)];
};
