import { describe, expect, it } from '@jest/globals';
import { chooseNode } from './choose-node.ts';
import type { NodeLoad } from './choose-node.ts';

const gibibyte = 2 ** 30;
const node = (name: string, freeGiB: number, online = true): NodeLoad => ({
  name,
  online,
  memoryTotal: 64 * gibibyte,
  memoryUsed: (64 - freeGiB) * gibibyte,
});
const wish = { excluded: [], only: undefined, memoryMiB: 512 };

describe('choosing a node', () => {
  it('takes the one with the most free memory', () => {
    expect(chooseNode([node('a', 4), node('b', 9), node('c', 7)], wish)).toBe('b');
  });

  it('takes the first by name when they are equal, so that a repeat chooses the same', () => {
    expect(chooseNode([node('b', 4), node('a', 4)], wish)).toBe('a');
  });

  it('leaves out nodes that are offline or excluded', () => {
    const nodes = [node('a', 4), node('b', 9, false), node('c', 7)];
    expect(chooseNode(nodes, { ...wish, excluded: ['c'] })).toBe('a');
  });

  it('stays with the node that holds the template to clone', () => {
    expect(chooseNode([node('a', 4), node('b', 9)], { ...wish, only: 'a' })).toBe('a');
    expect(chooseNode([node('b', 9)], { ...wish, only: 'a' })).toBeUndefined();
  });

  it('chooses none that has not enough memory left', () => {
    expect(chooseNode([node('a', 1)], { ...wish, memoryMiB: 2048 })).toBeUndefined();
  });
});
