import { describe, expect, it } from '@jest/globals';
import { shareOut } from './share-out.ts';

describe('sharing work out', () => {
  const weight = (item: string): number => item.length;

  it('makes parts of about the same weight', () => {
    expect(shareOut(['a', 'bb', 'cccc', 'd'], 2, weight)).toEqual([['cccc'], ['bb', 'a', 'd']]);
  });

  it('makes no empty part, and none of nothing', () => {
    expect(shareOut(['a'], 2, weight)).toEqual([['a']]);
    expect(shareOut([], 2, weight)).toEqual([]);
  });

  it('shares even what weighs nothing', () => {
    expect(shareOut(['a', 'b'], 2, () => 0)).toEqual([['a'], ['b']]);
  });
});
