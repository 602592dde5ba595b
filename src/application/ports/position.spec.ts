import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { comparePositions, formatPosition, parsePosition } from './position.ts';

const position = fc.record({ commit: fc.maxSafeNat(), prepare: fc.maxSafeNat() });

describe('a log position in writing', () => {
  it('is one number when both halves agree', () => {
    expect(formatPosition({ commit: 42, prepare: 42 })).toBe('42');
    expect(parsePosition('42')).toEqual({ commit: 42, prepare: 42 });
  });

  it('keeps both halves when they differ', () => {
    expect(formatPosition({ commit: 42, prepare: 7 })).toBe('42-7');
  });

  it('reads back as it was written', () => {
    fc.assert(fc.property(position, (any) => expect(parsePosition(formatPosition(any))).toEqual(any)));
  });

  it.each(['', 'head', '-1', '1-', '01', '1.5', '1e3', '1-2-3', ' 1', '9999999999999999', '12345678901234567890'])(
    'refuses %j',
    (text) => expect(() => parsePosition(text)).toThrow(DomainError),
  );
});

describe('the order of positions', () => {
  it('is that of the commit, then of the prepare', () => {
    expect(comparePositions({ commit: 1, prepare: 9 }, { commit: 2, prepare: 0 })).toBeLessThan(0);
    expect(comparePositions({ commit: 2, prepare: 1 }, { commit: 2, prepare: 0 })).toBeGreaterThan(0);
    expect(comparePositions({ commit: 2, prepare: 1 }, { commit: 2, prepare: 1 })).toBe(0);
  });
});
