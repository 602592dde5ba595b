import { describe, expect, it } from '@jest/globals';
import { createKeyedHash, derivedKey } from './master-key.ts';

const masterKey = Buffer.alloc(32, 7);

describe('the master key', () => {
  it('has 32 bytes', () => {
    expect(() => derivedKey(Buffer.alloc(31), 'anything')).toThrow('the master key has 31 bytes; it needs 32');
  });

  it('leads to another key for each purpose', () => {
    expect(derivedKey(masterKey, 'one')).not.toEqual(derivedKey(masterKey, 'two'));
    expect(derivedKey(masterKey, 'one')).toEqual(derivedKey(masterKey, 'one'));
  });
});

describe('a keyed hash', () => {
  const hash = createKeyedHash(masterKey);

  it('is the same for ever: reservations are named after it', () => {
    expect(hash('domain', 'web-ada-container.netsoc.cloud')).toBe('b05f2d9508a180a18d91b2479c9c1bf2');
  });

  it('depends on the purpose, the value and the master key', () => {
    const all = [
      hash('domain', 'a'),
      hash('domain', 'b'),
      hash('email', 'a'),
      createKeyedHash(Buffer.alloc(32, 8))('domain', 'a'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
