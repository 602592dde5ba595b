import { describe, expect, it } from '@jest/globals';
import { keyTypeOf } from './key-type';

describe('keyTypeOf', () => {
  it.each([
    ['ssh-ed25519', null, 'Ed25519'],
    ['ssh-rsa', 4096, 'RSA, 4096 bits'],
    ['sk-ssh-ed25519@openssh.com', null, 'Ed25519 in a security key'],
    ['ssh-of-tomorrow', null, 'ssh-of-tomorrow'],
  ])('calls %s of %j bits %s', (type, bits, name) => {
    expect(keyTypeOf({ type, bits })).toBe(name);
  });
});
