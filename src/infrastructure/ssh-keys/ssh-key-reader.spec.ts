import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ssh2 from 'ssh2';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { createSshKeyReader } from './ssh-key-reader.ts';

const { read, inspect } = createSshKeyReader();

const field = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const lineOf = (type: string, ...fields: readonly (string | Buffer)[]): string =>
  `${type} ${Buffer.concat([type, ...fields].map(field)).toString('base64')}`;
const jwkNumber = (value: string | undefined): Buffer => {
  const bytes = Buffer.from(value ?? '', 'base64url');
  return (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
};

const newEd25519 = (): Buffer =>
  Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
const newPoint = (namedCurve: string): Buffer => {
  const { x, y } = generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([4]), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')]);
};
const newRsa = (modulusLength: number): string => {
  const { e, n } = generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });
  return lineOf('ssh-rsa', jwkNumber(e), jwkNumber(n));
};

const ed25519 = lineOf('ssh-ed25519', newEd25519());
const p256 = lineOf('ecdsa-sha2-nistp256', 'nistp256', newPoint('P-256'));
const rsa3072 = newRsa(3072);
const rsa2048 = newRsa(2048);
const dss = lineOf('ssh-dss', ...[1, 2, 3, 4].map((number) => Buffer.from([number])));
const [, ed25519Blob = ''] = ed25519.split(' ');

const refusal = (text: string): DomainError => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('reading a public key', () => {
  it.each([
    ['ssh-ed25519', ed25519, undefined],
    ['ecdsa-sha2-nistp256', p256, undefined],
    ['ecdsa-sha2-nistp384', lineOf('ecdsa-sha2-nistp384', 'nistp384', newPoint('P-384')), undefined],
    ['ecdsa-sha2-nistp521', lineOf('ecdsa-sha2-nistp521', 'nistp521', newPoint('P-521')), undefined],
    ['ssh-rsa', rsa3072, 3072],
    ['sk-ssh-ed25519@openssh.com', lineOf('sk-ssh-ed25519@openssh.com', newEd25519(), 'ssh:'), undefined],
    [
      'sk-ecdsa-sha2-nistp256@openssh.com',
      lineOf('sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', newPoint('P-256'), 'ssh:work'),
      undefined,
    ],
  ])('takes %s', (type, line, bits) => {
    const digest = createHash('sha256')
      .update(Buffer.from(line.split(' ')[1] ?? '', 'base64'))
      .digest('base64');
    const fingerprint = `SHA256:${digest.replace(/=+$/, '')}`;
    expect(read(line)).toEqual({ type, fingerprint, comment: '', bits, line });
    expect(read(`  ${line}   ada@laptop, at home \r\n`)).toEqual({
      type,
      fingerprint,
      comment: 'ada@laptop, at home',
      bits,
      line: `${line} ada@laptop, at home`,
    });
  });

  it('takes what ssh2 makes', () => {
    const { public: line } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 521, comment: 'made here' });
    expect(read(line)).toMatchObject({ type: 'ecdsa-sha2-nistp521', comment: 'made here' });
  });

  it.each([
    ['nothing', ''],
    ['a word', 'key'],
    ['a type alone', 'ssh-ed25519'],
    ['a blob alone', ed25519Blob],
    ['a type that nobody knows', ed25519.replace('ssh-ed25519', 'ssh-ed25520')],
    ['options in front', `from="10.0.0.1" ${ed25519}`],
    ['a command in front', `command="sh",no-pty ${ed25519}`],
    ['two keys', `${ed25519}\n${p256}`],
    ['a line before', `# mine\n${ed25519}`],
    ['a carriage return', `${ed25519} a\rb`],
    ['a line separator', `${ed25519} a\u2028b`],
    ['a zero byte', `${ed25519} a\u0000b`],
    ['an escape', `${ed25519} \u001b[2J`],
    ['a turn of direction', `${ed25519} \u202Egnp`],
    ['a tab', `${ed25519}\tada`],
    ['a comment of 101 characters', `${ed25519} ${'x'.repeat(101)}`],
    ['text without end', `${ed25519} ${'x'.repeat(100_000)}`],
    ['base64 that was cut', ed25519.slice(0, -4)],
    ['base64 of another alphabet', ed25519.replace(/.$/, '_')],
    ['base64 with a hole', ed25519.replace('AAAA', 'AA AA')],
    ['a blob of another type', `ssh-ed25519 ${p256.split(' ')[1] ?? ''}`],
    ['bytes after the key', lineOf('ssh-ed25519', newEd25519(), 'more')],
    ['a key that is too short', lineOf('ssh-ed25519', newEd25519().subarray(1))],
    ['a point that is not on the curve', lineOf('ecdsa-sha2-nistp256', 'nistp256', Buffer.alloc(65, 4))],
    ['a compressed point', lineOf('ecdsa-sha2-nistp256', 'nistp256', newPoint('P-256').fill(2, 0, 1))],
    ['another curve', lineOf('ecdsa-sha2-nistp256', 'nistp384', newPoint('P-384'))],
    ['an even exponent', lineOf('ssh-rsa', Buffer.from([2]), Buffer.alloc(400, 1))],
    ['an exponent of one', lineOf('ssh-rsa', Buffer.from([1]), Buffer.alloc(400, 1))],
    ['a negative modulus', lineOf('ssh-rsa', Buffer.from([3]), Buffer.alloc(400, 0xff))],
    ['a modulus with zeros in front', lineOf('ssh-rsa', Buffer.from([3]), Buffer.from([0, 0, 0xff]))],
    ['a modulus of 20 000 bits', lineOf('ssh-rsa', Buffer.from([3]), Buffer.alloc(2500, 1))],
    ['a security key without application', lineOf('sk-ssh-ed25519@openssh.com', newEd25519())],
    ['a length beyond the end', `ssh-ed25519 ${Buffer.from([0xff, 0xff, 0xff, 0xff]).toString('base64')}`],
    ['a certificate', lineOf('ssh-ed25519-cert-v01@openssh.com', 'nonce', newEd25519())],
    ['a public key in PEM', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })],
    ['a public key of SSH.com', `---- BEGIN SSH2 PUBLIC KEY ----\n${ed25519Blob}\n---- END SSH2 PUBLIC KEY ----`],
  ])('refuses %s', (_what, text) => {
    expect(refusal(text)).toMatchObject({ kind: 'invalid', code: 'ssh-key-malformed', facts: {} });
  });

  it('refuses what is too weak, and says how strong it would have to be', () => {
    expect(refusal(rsa2048)).toMatchObject({ kind: 'invalid', code: 'ssh-key-weak', facts: {} });
    expect(refusal(rsa2048).message).toContain('3072 bits or more; this one has 2048');
    expect(refusal(newRsa(3071)).code).toBe('ssh-key-weak');
    expect(refusal(dss).code).toBe('ssh-key-weak');
  });

  it('takes or refuses any text, and never breaks', () => {
    const damaged = fc
      .tuple(fc.constantFrom(ed25519, p256, rsa3072, dss), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([line, at, text]) => line.slice(0, at % line.length) + text + line.slice((at % line.length) + 1));
    const blob = fc.uint8Array({ maxLength: 80 }).map((bytes) => lineOf('ssh-ed25519', Buffer.from(bytes)));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), damaged, blob), (text) => {
        inspect(text);
        try {
          read(text);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('does not repeat what was pasted', () => {
    for (const text of [rsa2048, `${ed25519.slice(0, -8)} secret-comment`, `from="secret" ${ed25519}`]) {
      const { message, facts } = refusal(text);
      expect(`${message}${JSON.stringify(facts)}`).not.toMatch(/AAAA|secret/);
    }
  });
});

describe('a pasted private key', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encryption = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
  const openssh = ssh2.utils.generateKeyPairSync('ed25519').private;
  const encrypted = ssh2.utils.generateKeyPairSync('ed25519', {
    cipher: 'aes256-ctr',
    passphrase: 'secret',
    rounds: 1,
  });

  it.each([
    ['PKCS 8', privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['encrypted PKCS 8', privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption })],
    ['PKCS 1', rsaPair.privateKey.export({ type: 'pkcs1', format: 'pem' })],
    ['SEC 1', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' })],
    ['OpenSSH', openssh],
    ['encrypted OpenSSH', encrypted.private],
    ['OpenSSH after a public key', `${ed25519}\n${openssh}`],
    ['OpenSSH in one line', openssh.replaceAll('\n', ' ')],
    ['OpenSSH without its first line', openssh.split('\n').slice(1).join('\n')],
    ['OpenSSH cut in the middle', openssh.slice(0, 120)],
    ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPublic-Lines: 2\n'],
    ['SSH.com', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: x\nP2/56wAA\n'],
    ['SSH 1', 'SSH PRIVATE KEY FILE FORMAT 1.1\n\u0000'],
  ])('of %s is recognised, and nothing of it repeated', (_format, text) => {
    const { kind, code, message, facts } = refusal(text);
    expect([kind, code, facts]).toEqual(['invalid', 'ssh-key-private', {}]);
    expect(message).toMatch(/not stored.*leaked.*\.pub/s);
    expect(message).not.toMatch(/BEGIN|b3Bl|MII/);
  });
});

describe('looking at a key that is in use', () => {
  it.each([
    ['a strong one', `${ed25519} ada`, { type: 'ssh-ed25519', bits: undefined, comment: 'ada' }],
    ['a weak one', rsa2048, { type: 'ssh-rsa', bits: 2048, comment: '' }],
    ['one of DSA', dss, { type: 'ssh-dss', bits: undefined }],
    [
      'one with options',
      `from="10.0.0.1, x" ${p256} ada at home`,
      { type: 'ecdsa-sha2-nistp256', comment: 'ada at home' },
    ],
    ['one of a type to come', lineOf('ssh-future', 'x'), { type: 'ssh-future', bits: undefined }],
  ])('describes %s', (_what, line, expected) => {
    expect(inspect(line)).toMatchObject(expected);
  });

  it('leaves options out of the line', () => {
    expect(inspect(`no-pty ${ed25519} ada`)?.line).toBe(`${ed25519} ada`);
  });

  it.each(['', 'nonsense', 'ssh-ed25519', 'ssh-ed25519 AAAA', ed25519.replace('ssh-ed25519', 'ssh-rsa')])(
    'sees no key in %j',
    (line) => {
      expect(inspect(line)).toBeUndefined();
    },
  );

  it('describes a key as reading it does', () => {
    expect(inspect(`${rsa3072} ada`)).toEqual(read(`${rsa3072} ada`));
  });
});
