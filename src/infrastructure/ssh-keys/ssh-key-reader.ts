import { createHash } from 'node:crypto';
import type { SshKey, SshKeyReader } from '../../application/ports/ssh-key-reader.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { isPrivateKey } from './private-key-signs.ts';
import { isKnownType, readPublicKeyBlob, typeOfBlob } from './public-key-blob.ts';

const leastRsaBits = 3072;
const longestComment = 100;
/** A key of the longest modulus with the longest comment is shorter. */
const longestText = 8192;

/** Reads OpenSSH public keys, as `ssh-keygen` writes them into a file that ends in `.pub`. Errors never repeat what was pasted. */
export const createSshKeyReader = (): SshKeyReader => ({
  read: (text) => {
    if (isPrivateKey(text)) throw privateKey();
    const line = text.trim();
    if (line.length > longestText) throw malformed('This is longer than any public key.');
    if (/[\r\n\p{Zl}\p{Zp}]/u.test(line)) throw malformed('One public key is one line; add several one by one.');
    if (/[\p{Cc}\p{Cf}]/u.test(line)) throw malformed('There are characters in it that cannot be seen.');
    const [, type = '', base64 = '', comment = ''] = /^(\S+) +(\S+)(?: +(.+))?$/u.exec(line) ?? [];
    if (type.includes('-cert-v')) throw malformed('This is a certificate. Paste the key that it was made for.');
    if (!isKnownType(type)) throw malformed(line.includes(' AAAA') ? 'It has to begin with the type of the key.' : '');
    const blob = decodeBase64(base64);
    const key = blob === undefined ? undefined : readPublicKeyBlob(type, blob);
    if (blob === undefined || key === undefined) throw malformed('Some of it is missing or was changed.');
    if (type === 'ssh-dss') throw weak('DSA keys are too weak.');
    if (key.bits !== undefined && key.bits < leastRsaBits) {
      throw weak(`RSA keys need ${String(leastRsaBits)} bits or more; this one has ${String(key.bits)}.`);
    }
    if (comment.length > longestComment) {
      throw malformed(`The comment after the key may have ${String(longestComment)} characters.`);
    }
    return describeKey(type, blob, key.bits, comment);
  },

  inspect: (line) => {
    const words = line.trim().split(/\s+/);
    for (const [at, type] of words.entries()) {
      const blob = decodeBase64(words[at + 1] ?? '');
      // Options may stand in front, so the type is wherever a blob of that type follows.
      if (blob === undefined || typeOfBlob(blob) !== type) continue;
      return describeKey(type, blob, readPublicKeyBlob(type, blob)?.bits, words.slice(at + 2).join(' '));
    }
    return undefined;
  },
});

/** Bytes of base64 that is written in the one right way; undefined for any other text. */
const decodeBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : undefined;
};

const describeKey = (type: string, blob: Buffer, bits: number | undefined, comment: string): SshKey => ({
  type,
  fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
  comment,
  bits,
  line: [type, blob.toString('base64'), ...(comment === '' ? [] : [comment])].join(' '),
});

const privateKey = (): DomainError =>
  new DomainError(
    'invalid',
    'ssh-key-private',
    'This is a private key, and it was not stored. Treat it as leaked if anybody but you could have seen it: make a new pair. ' +
      'Here belongs the public one, in the file that ends in .pub.',
  );

const malformed = (why: string): DomainError =>
  new DomainError(
    'invalid',
    'ssh-key-malformed',
    `This is not an OpenSSH public key. ${why === '' ? '' : `${why} `}Paste the line in the file that ends in .pub.`,
  );

const weak = (why: string): DomainError =>
  new DomainError('invalid', 'ssh-key-weak', `${why} Make a new one with: ssh-keygen -t ed25519`);
