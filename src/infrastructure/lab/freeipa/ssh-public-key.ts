import { createHash } from 'node:crypto';

/**
 * An OpenSSH public key in the form in which FreeIPA keeps it, `type base64 comment`; undefined for what is none
 * (ipapython/ssh.py). Options before the key, which FreeIPA knows too, are not.
 */
export const normalSshKey = (key: string): string | undefined => {
  const [, type = '', base64 = '', comment = ''] =
    /^[\t ]*(\S+)[\t ]+(\S+)(?:[\t ]+([^\r\n]*?)[\t ]*)?$/.exec(key) ?? [];
  const blob = Buffer.from(base64, 'base64');
  const length = blob.length < 4 ? 0 : blob.readUInt32BE(0);
  if (length === 0 || blob.subarray(4, 4 + length).toString('ascii') !== type) return undefined;
  return [type, blob.toString('base64'), ...(comment === '' ? [] : [comment])].join(' ');
};

/** `SHA256:… comment (ssh-ed25519)`, as FreeIPA shows it (ipapython/ssh.py). */
export const sshKeyFingerprint = (key: string): string => {
  const [type = '', blob = '', ...comment] = key.split(' ');
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '');
  return [`SHA256:${digest}`, ...comment, `(${type})`].join(' ');
};
