/** Number of single-character edits (insert, delete, replace, swap of neighbours) between two words. */
const editDistance = (left: string, right: string): number => {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const above = rows[row - 1] ?? [];
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, (rows[row - 2]?.[column - 2] ?? Infinity) + 1);
      }
      current.push(cost);
    }
    rows.push(current);
  }
  return rows[left.length]?.[right.length] ?? 0;
};

/** The candidate that a person most likely meant, or undefined when none is near. */
export const nearestName = (written: string, candidates: readonly string[]): string | undefined => {
  const normal = (name: string): string => name.toLowerCase().replaceAll('-', '_');
  const ranked = candidates
    .map((name) => ({ name, distance: editDistance(normal(written), normal(name)) }))
    .sort((left, right) => left.distance - right.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(written.length / 3)) ? best.name : undefined;
};
