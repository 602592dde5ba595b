import { describe, expect, it } from '@jest/globals';
import ssh2 from 'ssh2';
import { newSshKeyPair } from './ssh-key-pair.ts';

describe('a new pair of SSH keys', () => {
  it('can be read, whichever bytes it has', () => {
    const pairs = Array.from({ length: 1000 }, () => newSshKeyPair('ada@laptop'));
    const unreadable = pairs.filter((pair) =>
      [pair.private, pair.public].some((key) => ssh2.utils.parseKey(key) instanceof Error),
    );
    expect(unreadable).toEqual([]);
  });
});
