import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCertificateAuthority } from '../lab/certificates/certificate-authority.ts';
import { labForeignGuests } from '../lab/proxmox/cluster-layout.ts';
import { newSshKeyPair } from '../lab/proxmox/ssh-key-pair.ts';
import { failureOfCall, startLabHypervisor } from './testing/lab-hypervisor.ts';
import type { LabHypervisor } from './testing/lab-hypervisor.ts';

let lab: LabHypervisor;
let strangerDirectory: string;
let strangerCa: string;
beforeAll(async () => {
  lab = await startLabHypervisor();
  strangerDirectory = await mkdtemp(join(tmpdir(), 'netsoc-stranger-'));
  strangerCa = (await openCertificateAuthority(strangerDirectory)).certificate;
});
afterAll(async () => {
  await lab.close();
  await rm(strangerDirectory, { recursive: true });
});

const wrongFingerprint = Array.from({ length: 32 }, () => 'AA').join(':');
const running = { kind: 'lxc', node: 'pve1', vmid: labForeignGuests.container } as const;

describe('trust in the API', () => {
  it('needs nothing but the certificate authority', async () => {
    await expect(lab.hypervisor.version()).resolves.toBe('8.4.1');
  });

  it('needs nothing but the fingerprint', async () => {
    const { fingerprint } = lab.simulator.manifest;
    const hypervisor = lab.connect((options) => ({ ...options, ca: undefined, fingerprint }));
    await expect(hypervisor.version()).resolves.toBe('8.4.1');
    await expect(hypervisor.cluster()).resolves.toMatchObject({ nodes: [{ name: 'pve1' }, { name: 'pve2' }] });
  });

  it('needs both when both are given', async () => {
    const { fingerprint } = lab.simulator.manifest;
    const right = lab.connect((options) => ({ ...options, fingerprint }));
    await expect(right.version()).resolves.toBe('8.4.1');
    const wrong = lab.connect((options) => ({ ...options, fingerprint: wrongFingerprint }));
    expect(await failureOfCall(wrong.version())).toMatchObject({ failure: 'denied' });
  });

  it('is refused to a certificate of another authority', async () => {
    const hypervisor = lab.connect((options) => ({ ...options, ca: strangerCa }));
    const error = await failureOfCall(hypervisor.version());
    expect(error.failure).toBe('denied');
    expect(error.detail).toMatch(/^untrusted server: unable to /);
  });

  it('is refused to a certificate with another fingerprint', async () => {
    const hypervisor = lab.connect((options) => ({ ...options, ca: undefined, fingerprint: wrongFingerprint }));
    const error = await failureOfCall(hypervisor.version());
    expect(error.failure).toBe('denied');
    expect(error.detail).toMatch(/^untrusted server: certificate with fingerprint .* is not the pinned one$/);
  });

  it('is refused to the right authority under another name', async () => {
    const hypervisor = lab.connect((options) => ({ ...options, url: options.url.replace('127.0.0.1', '127.0.0.2') }));
    const failure = await failureOfCall(hypervisor.version());
    expect(['denied', 'unreachable']).toContain(failure.failure);
  });

  it('is never given without a pin', () => {
    expect(() => lab.connect((options) => ({ ...options, ca: undefined, fingerprint: undefined }))).toThrow(TypeError);
  });

  it('is not shown in any error', async () => {
    const hypervisor = lab.connect((options) => ({ ...options, ca: strangerCa, tokenSecret: 'very-secret' }));
    const error = await failureOfCall(hypervisor.version());
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('very-secret');
    expect(JSON.stringify(error.cause ?? null)).not.toContain('very-secret');
  });
});

describe('the token', () => {
  it('is refused when its secret is wrong', async () => {
    const hypervisor = lab.connect((options) => ({ ...options, tokenSecret: 'wrong' }));
    expect(await failureOfCall(hypervisor.cluster())).toMatchObject({
      failure: 'denied',
      detail: 'invalid token value!',
    });
  });
});

describe('SSH', () => {
  it('talks to the pinned host key', async () => {
    await expect(lab.hypervisor.runInside(running, ['hostname'])).resolves.toEqual({
      exitCode: 0,
      stdout: 'reverse-proxy\n',
      stderr: '',
    });
  });

  it('refuses another host key before it logs in', async () => {
    const hypervisor = lab.connect((options) => ({
      ...options,
      ssh: { ...options.ssh, hostKeyFingerprint: `SHA256:${'A'.repeat(43)}` },
    }));
    const error = await failureOfCall(hypervisor.runInside(running, ['true']));
    expect(error.failure).toBe('denied');
    expect(error.detail).toMatch(/^SSH host key SHA256:\S+ is not the pinned one$/);
  });

  it('is refused to another client key', async () => {
    const { private: privateKey } = newSshKeyPair();
    const hypervisor = lab.connect((options) => ({ ...options, ssh: { ...options.ssh, privateKey } }));
    expect(await failureOfCall(hypervisor.runInside(running, ['true']))).toMatchObject({ failure: 'denied' });
  });

  it('says so when the private key can not be read', async () => {
    const hypervisor = lab.connect((options) => ({ ...options, ssh: { ...options.ssh, privateKey: 'no key' } }));
    expect(await failureOfCall(hypervisor.runInside(running, ['true']))).toMatchObject({ failure: 'denied' });
  });
});
