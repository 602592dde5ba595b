import { describe, expect, it } from '@jest/globals';
import { settledLine } from './log-line.ts';

describe('settledLine', () => {
  it.each([
    ['Allocating group tables: 0/8\b\b\b   \b\b\bdone                            ', 'Allocating group tables: done'],
    ['10%\r50%\r100%', '100%'],
    ['\t32768, 98304', '\t32768, 98304'],
    ['\u001b[31mred\u0007', '[31mred'],
    ['', ''],
    ['plain', 'plain'],
  ])('shows %j as a terminal would', (line, shown) => {
    expect(settledLine(line)).toBe(shown);
  });
});
