import { describe, expect, it } from '@jest/globals';
import { textOf } from './pages.ts';

const letters = ['account-letters', 'erased-letter'].map((name) => textOf(`src/application/messages/${name}.ts`));

describe('the list of mails about accounts', () => {
  it('has every mail by its subject, and no other', () => {
    const subjects = letters.flatMap((source) =>
      Array.from(source.matchAll(/^ {2}subject: '(.+)',$/gm), ([, subject = '']) => subject),
    );
    const [, table = ''] =
      /## What each mail says[^\n]*\n\n([\s\S]+?)\n\n/.exec(textOf('docs/how-to/accounts.md')) ?? [];
    const listed = table
      .split('\n')
      .slice(2)
      .map((row) => row.split('|')[2]?.trim());
    expect(listed.toSorted()).toEqual(subjects.toSorted());
  });
});
