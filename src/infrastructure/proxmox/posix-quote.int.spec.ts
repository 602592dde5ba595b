import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shellWords } from '../lab/proxmox/shell-words.ts';
import { posixCommandLine } from './posix-quote.ts';

/** What a real shell makes of a command line: the arguments that a program would get, NUL-terminated. */
const seenByShell = (line: string): string =>
  execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8', maxBuffer: 2 ** 26 });

const argument = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from(`'"\\$\`!*?[]{}()<>|&;#~=%^ \t\n-a1`)), maxLength: 20 }),
);
const argumentList = fc.array(
  argument.map((text) => text.replaceAll('\0', '').toWellFormed()),
  { minLength: 1, maxLength: 8 },
);

describe('posixCommandLine', () => {
  it('is taken apart by a real shell into the very arguments it was made of', () => {
    fc.assert(
      fc.property(fc.array(argumentList, { minLength: 1, maxLength: 40 }), (lists) => {
        const all = lists.flat();
        expect(seenByShell(posixCommandLine(all))).toBe(all.map((each) => `${each}\0`).join(''));
      }),
      { numRuns: 30 },
    );
  });

  it('is taken apart by the lab as by a shell', () => {
    fc.assert(
      fc.property(argumentList, (list) => {
        expect(shellWords(posixCommandLine(list))).toEqual(list);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what no program can be given', () => {
    expect(() => posixCommandLine([])).toThrow(TypeError);
    expect(() => posixCommandLine(['echo', 'a\0b'])).toThrow(TypeError);
  });
});

describe('the lab', () => {
  it.each(['true; reboot', 'echo $(id)', 'echo `id`', 'a | b', 'a && b', 'a > b', 'echo "$HOME"', "open 'quote", '*'])(
    'refuses a line that a shell would act on: %s',
    (line) => {
      expect(() => shellWords(line)).toThrow(SyntaxError);
    },
  );
});
