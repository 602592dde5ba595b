import type { SshKey } from '../api/contract';

/** What people call the types of keys; the wire has them as in RFC 4253 and 8709, OpenSSH adds those of security keys. */
const names: Readonly<Record<string, string>> = {
  'ssh-ed25519': 'Ed25519',
  'ssh-rsa': 'RSA',
  'ssh-dss': 'DSA',
  'ecdsa-sha2-nistp256': 'ECDSA P-256',
  'ecdsa-sha2-nistp384': 'ECDSA P-384',
  'ecdsa-sha2-nistp521': 'ECDSA P-521',
  'sk-ssh-ed25519@openssh.com': $localize`Ed25519 in a security key`,
  'sk-ecdsa-sha2-nistp256@openssh.com': $localize`ECDSA P-256 in a security key`,
};

/** `Ed25519`, `RSA, 4096 bits`; the type itself where it has no name. */
export const keyTypeOf = ({ type, bits }: Pick<SshKey, 'type' | 'bits'>): string => {
  const name = names[type] ?? type;
  return bits === null ? name : $localize`${name}:type:, ${bits}:bits: bits`;
};

/** What its owner calls a key: the comment, where there is one. */
export const keyName = ({ comment }: Pick<SshKey, 'comment'>): string =>
  comment === '' ? $localize`Key without a name` : comment;
