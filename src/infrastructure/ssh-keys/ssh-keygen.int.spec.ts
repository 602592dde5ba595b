import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSshKeyReader } from './ssh-key-reader.ts';

/** Part of OpenSSH, and of most systems. */
const keygen = 'ssh-keygen';
const run = promisify(execFile);
const { read } = createSshKeyReader();
const isPresent = spawnSync(keygen, ['-?']).error === undefined;
if (!isPresent) process.stderr.write('Skipped, for ssh-keygen is missing: keys as ssh-keygen makes them\n');

(isPresent ? describe : describe.skip)('keys as ssh-keygen makes them', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netsoc-keys-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['ed25519', 256],
    ['ecdsa', 256],
    ['ecdsa', 384],
    ['ecdsa', 521],
    ['rsa', 3072],
  ])('%s of %i bits is taken, with the fingerprint that ssh-keygen prints', async (type, bits) => {
    const path = join(folder, `${type}-${String(bits)}`);
    await run(keygen, ['-q', '-t', type, '-b', String(bits), '-N', '', '-C', 'ada at home', '-f', path]);
    const key = read(await readFile(`${path}.pub`, 'utf8'));
    const { stdout } = await run(keygen, ['-l', '-f', `${path}.pub`]);
    expect(stdout.trim().split(' ').slice(0, 2)).toEqual([String(bits), key.fingerprint]);
    expect(key).toMatchObject({ comment: 'ada at home', bits: type === 'rsa' ? bits : undefined });
    const privateKey = await readFile(path, 'utf8');
    expect(() => read(privateKey)).toThrow(/private key/);
  });
});
