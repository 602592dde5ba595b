import { describe, expect, it } from '@jest/globals';
import { comparePositions } from './position';

describe('comparePositions', () => {
  it.each([
    ['9', '10', -1],
    ['10', '9', 1],
    ['7', '7', 0],
    ['7-5', '7-6', -1],
    ['7-5', '7', -1],
    ['7-7', '7', 0],
    ['9007199254740993', '9007199254740992', 1],
  ])('orders %s and %s by commit, then by prepare', (one, other, expected) => {
    expect(comparePositions(one, other)).toBe(expected);
  });
});
