import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { startDnsSimulator } from './dns/dns-simulator.ts';
import { openCredentials } from './proxmox/credentials.ts';
import { startProxmoxSimulator } from './proxmox/proxmox-simulator.ts';
import { listen } from './wire/listener.ts';

const logger = pino({ level: 'silent' });
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-half-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A port that nobody listens on. */
const freePort = async (): Promise<number> => {
  const listener = await listen(createServer(), 0);
  await listener.close();
  return listener.port;
};

/** Fails when somebody still listens there. */
const expectFree = async (port: number): Promise<void> => {
  const listener = await listen(createServer(), port);
  await listener.close();
  expect(listener.port).toBe(port);
};

describe('a simulator that can not open its second door', () => {
  it('gives the first one back: HTTPS without SSH', async () => {
    const taken = await listen(createServer(), 0);
    const https = await freePort();
    const starting = startProxmoxSimulator({ dataDirectory: folder, ports: { https, ssh: taken.port }, logger });
    await expect(starting).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expectFree(https);
    await taken.close();
  });

  it('gives the first one back: HTTPS beside SSH keys that nobody can read', async () => {
    const credentials = openCredentials(join(folder, 'proxmox'));
    await writeFile(
      join(folder, 'proxmox', 'credentials.json'),
      JSON.stringify({ ...credentials, clientPublicKey: 'ssh-ed25519 of nobody' }),
    );
    const https = await freePort();
    const starting = startProxmoxSimulator({ dataDirectory: folder, ports: { https, ssh: 0 }, logger });
    await expect(starting).rejects.toThrow('Malformed OpenSSH public key');
    await expectFree(https);
  });

  it('gives the first one back: DNS over TCP without UDP', async () => {
    const taken = createSocket('udp4').bind(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address();
    await expect(startDnsSimulator({ dataDirectory: folder, port, logger })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await expectFree(port);
    taken.close();
  });
});
