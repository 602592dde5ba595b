import { describe, expect, it } from '@jest/globals';
import { maskedWords } from './masked-words.ts';

describe('FreeIPA’s words without what the request said', () => {
  it.each([
    ['alice: user not found', [['alice'], {}], '…: user not found'],
    ['user with name "Alice" already exists', [['aLICE'], {}], 'user with name "…" already exists'],
    ['invalid e-mail format: alice@x.org', [['alice'], { mail: 'alice@x.org' }], 'invalid e-mail format: …'],
    ["userclass does not contain 'mark:1'", [[], { delattr: ['userclass=mark:1'] }], "userclass does not contain '…'"],
    [
      "write privilege to entry 'uid=alice,cn=users'",
      [['alice'], { all: true }],
      "write privilege to entry 'uid=…,cn=users'",
    ],
    ['a: user not found, at all', [['a'], {}], '…: user not found, at all'],
    ['sn: - is no name', [[], { sn: '-' }], 'sn: - is no name'],
    ['bad: Ærø &amp; co', [[], { cn: 'ærø & CO' }], 'bad: …'],
    ['bad: c++ (x)', [[], { cn: 'C++ (x)' }], 'bad: …'],
    ['bad: ssh-ed25519 AAAA/b+c==', [[], { addattr: 'ipasshpubkey=ssh-ed25519 AAAA/b+c==' }], 'bad: …'],
    ['deep: alice', [{ method: 'user_show', params: [['alice'], {}] }], 'deep: …'],
    ['nothing to hide', [[''], { mail: ' ' }], 'nothing to hide'],
  ])('%j about %j reads %j', (words, request, masked) => {
    expect(maskedWords(words, request)).toBe(masked);
  });
});
