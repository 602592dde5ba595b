/**
 * Splits work into at most `shares` parts of about the same weight: heaviest first, each to the lightest part so far.
 * No part is empty.
 */
export const shareOut = <Item>(
  items: readonly Item[],
  shares: number,
  weightOf: (item: Item) => number,
): readonly (readonly Item[])[] => {
  const parts = Array.from({ length: Math.min(shares, items.length) }, () => ({ weight: 0, items: [] as Item[] }));
  const weighed = items
    .map((item) => ({ item, weight: weightOf(item) }))
    .sort((left, right) => right.weight - left.weight);
  for (const { item, weight } of weighed) {
    const lightest = parts.reduce((left, right) => (right.weight < left.weight ? right : left));
    // An empty model still costs its look at every event.
    lightest.weight += Math.max(weight, 1);
    lightest.items.push(item);
  }
  return parts.map((part) => part.items);
};
