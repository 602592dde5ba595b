import { describe, expect, it } from '@jest/globals';
import { isPrivateKey } from './private-key';

/** How the body of OpenSSH's files begins. */
const body = btoa('openssh-key-v1\0\0\0\0\x04none');

describe('isPrivateKey', () => {
  it.each([
    ['OpenSSH', `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----`],
    ['OpenSSH without its first line', `${body.slice(0, 12)}\n ${body.slice(12)}`],
    ['PEM', '-----BEGIN RSA PRIVATE KEY-----\nthe rest'],
    ['PKCS#8', 'begin private key'],
    ['an encrypted one', '-----BEGIN ENCRYPTED PRIVATE KEY-----'],
    ['SSH.com', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----'],
    ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519'],
    ['one among other text', 'Here it is:\n-----BEGIN EC PRIVATE KEY-----\nthanks'],
  ])('knows %s', (_name, text) => {
    expect(isPrivateKey(text)).toBe(true);
  });

  it.each([
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx4Zq ada@laptop',
    'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC my private laptop key',
    '-----BEGIN PUBLIC KEY-----',
    '',
  ])('lets %j pass', (text) => {
    expect(isPrivateKey(text)).toBe(false);
  });
});
