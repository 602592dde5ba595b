import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { sendText } from '../wire/messages.ts';
import { startSimulatorServer } from '../wire/simulator-server.ts';
import { openCertificateAuthority } from './certificate-authority.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'netsoc-ca-'));
});
afterEach(() => rm(directory, { recursive: true }));

const statusOf = (address: string, ca: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(address, { ca, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });

describe('lab certificate authority', () => {
  it('makes certificates that a strict client trusts by both names, and no other authority’s', async () => {
    const authority = await openCertificateAuthority(directory);
    const stranger = await openCertificateAuthority(join(directory, 'other'));
    const server = await startSimulatorServer({
      name: 'test',
      port: 0,
      tls: await authority.serverCertificate('test'),
      handler: (request, response) => {
        request.resume();
        sendText(response, 200, 'ok');
        return Promise.resolve();
      },
      logger: pino({ level: 'silent' }),
    });
    const port = String(server.port);
    try {
      await expect(statusOf(`https://127.0.0.1:${port}/`, authority.certificate)).resolves.toBe(200);
      await expect(statusOf(`https://localhost:${port}/`, authority.certificate)).resolves.toBe(200);
      await expect(statusOf(`https://127.0.0.1:${port}/`, stranger.certificate)).rejects.toThrow(/certificate/);
    } finally {
      await server.close();
    }
  });

  it('keeps its certificates over a restart', async () => {
    const before = await openCertificateAuthority(directory);
    const certificate = await before.serverCertificate('proxmox');
    const after = await openCertificateAuthority(directory);
    expect(after.certificate).toBe(before.certificate);
    await expect(after.serverCertificate('proxmox')).resolves.toEqual(certificate);
    expect(certificate.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });
});
