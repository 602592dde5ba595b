import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.ts';
import { displayNameOf } from './display-name.ts';

describe('a name', () => {
  it.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['  Ada \t Lovelace\n', 'Ada Lovelace'],
    ['Zoë Ó Ñ', 'Zoë Ó Ñ'],
    ['李小龙', '李小龙'],
    ["O'Brien & Sons", "O'Brien & Sons"],
    ['x', 'x'],
    ['علی\u200cرضا', 'علی\u200cرضا'],
    ['क्\u200dष', 'क्\u200dष'],
    ['half \ud83d of a face', 'half \ufffd of a face'],
  ])('%j is kept as %s', (text, kept) => {
    expect(displayNameOf(text)).toBe(kept);
  });

  it.each([
    ['nothing', ''],
    ['only space', ' \n\t\u2028'],
    ['longer than a line', 'x'.repeat(65)],
    ['markup', '<script>alert(1)</script>'],
    ['hidden', 'Ada\u200bLovelace'],
    ['hidden at its end', 'Ada\u200d'],
    ['written backwards', '\u202eadA'],
    ['an instruction to a terminal', 'Ada\u001b[2J'],
  ])('is not %s', (_, text) => {
    expect(() => displayNameOf(text)).toThrow(
      new DomainError('invalid', 'display-name-malformed', 'A name has 1 to 64 characters in one line.'),
    );
  });

  it('is one line of characters that can be seen, and stays as it is, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        let name: string;
        try {
          name = displayNameOf(text);
        } catch (error) {
          // What is no name is refused; anything else is a failure of the rule.
          if (!(error instanceof DomainError)) throw error;
          return;
        }
        // Joiners stand between letters only, as the examples above show.
        expect(name.replaceAll(/[\u200c\u200d]/g, '')).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>]{1,64}$/u);
        expect(name.isWellFormed()).toBe(true);
        expect(name).not.toMatch(/^\s|\s$|\s\s/);
        expect(displayNameOf(name)).toBe(name);
      }),
      { numRuns: 1_000 },
    );
  });
});
