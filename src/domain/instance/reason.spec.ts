import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../kernel/domain-error.ts';
import { reasonOf } from './reason.ts';

describe('a reason', () => {
  it('is what the person wrote, without the space around it', () => {
    expect(reasonOf('  A blog for the chess club ♟\n')).toBe('A blog for the chess club ♟');
  });

  it.each([
    ['nothing', ''],
    ['only space', ' \n\t'],
    ['too much', 'x'.repeat(281)],
  ])('cannot be %s', (_, text) => {
    expect(() => reasonOf(text)).toThrow(DomainError);
  });

  it('can be stored whatever was sent', () => {
    expect(reasonOf('half \ud83d of a face').isWellFormed()).toBe(true);
  });
});
