import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pino from 'pino';
import { createTokenVerifier } from '../oidc/token-verifier.ts';
import { ensureLab, livingLab } from './ensure-lab.ts';
import type { EnsuredLab } from './ensure-lab.ts';
import { createLabClient } from './lab-client.ts';
import { LabRunningError } from './lab-lock.ts';
import { manifestPath, readManifest } from './manifest-file.ts';
import { startLab } from './start-lab.ts';
import { listen } from './wire/listener.ts';

// Processes are started, on a machine that may be busy.
jest.setTimeout(90_000);

const logger = pino({ level: 'silent' });
let dataDirectory: string;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'netsoc-lab-'));
});
afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

describe('lab in this process', () => {
  it('writes a manifest that only its owner can read, and keeps its addresses and keys over restarts', async () => {
    const first = await startLab({ dataDirectory, logger });
    await first.close();
    expect((await stat(manifestPath(dataDirectory))).mode & 0o777).toBe(0o600);
    expect(readManifest(dataDirectory)).toEqual(first.manifest);

    const second = await startLab({ dataDirectory, logger });
    await second.close();
    expect({ ...second.manifest, startedAt: '' }).toEqual({ ...first.manifest, startedAt: '' });
  });

  it('refuses to run twice on one folder', async () => {
    const lab = await startLab({ dataDirectory, logger });
    try {
      await expect(startLab({ dataDirectory, logger })).rejects.toThrow(LabRunningError);
    } finally {
      await lab.close();
    }
  });

  it('takes another port when somebody has taken one of its own', async () => {
    const lab = await startLab({ dataDirectory, logger });
    await lab.close();
    const squatter = await listen(createServer(), Number(new URL(lab.manifest.mail.url).port));
    try {
      const again = await startLab({ dataDirectory, logger });
      await again.close();
      expect(again.manifest.mail.url).not.toBe(lab.manifest.mail.url);
      expect(again.manifest.oidc).toEqual(lab.manifest.oidc);
    } finally {
      await squatter.close();
    }
  });

  it('obeys its control port, and nobody without the key', async () => {
    const lab = await startLab({ dataDirectory, logger });
    const client = createLabClient(lab.manifest);
    try {
      await client.control('mail', { fault: 'error', status: 503, times: 1 });
      expect((await fetch(lab.manifest.mail.inboxUrl)).status).toBe(503);
      expect((await fetch(lab.manifest.mail.inboxUrl)).status).toBe(200);

      await expect(client.control('mail', { fault: 'explode' })).rejects.toMatchObject({ status: 400 });
      await expect(client.control('nobody', { fault: 'none' })).rejects.toMatchObject({ status: 404 });
      const stranger = createLabClient({ ...lab.manifest, control: { ...lab.manifest.control, key: 'guess' } });
      await expect(stranger.control('mail', { fault: 'none' })).rejects.toMatchObject({ status: 401 });
      await expect(stranger.mintToken({ account: 'admin' })).rejects.toMatchObject({ status: 401 });
      await expect(stranger.isAlive()).resolves.toBe(false);
    } finally {
      await lab.close();
    }
  });

  it('gives tokens for its accounts, and none for others', async () => {
    const lab = await startLab({ dataDirectory, logger });
    try {
      const client = createLabClient(lab.manifest);
      const verifier = createTokenVerifier({ ...lab.manifest.oidc, logger });
      const { accessToken } = await client.mintToken({ account: 'admin' });
      await expect(verifier.verify(accessToken)).resolves.toMatchObject({ username: 'admin' });
      await expect(client.mintToken({ account: 'nobody' })).rejects.toMatchObject({ status: 404 });
    } finally {
      await lab.close();
    }
  });

  it('keeps what people sent to it, and who they are, where nobody reads it by accident', async () => {
    const lab = await startLab({ dataDirectory, logger });
    const { mail, chat } = lab.manifest;
    const post = (url: string, body: object, authorization = ''): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify(body),
      });
    const letter = {
      personalizations: [{ to: [{ email: 'zoe@student.invalid', name: 'Zoe' }] }],
      from: { email: 'cloud@netsoc.invalid' },
      subject: 'Zoe, verify your address',
      content: [{ type: 'text/plain', value: 'https://cloud.invalid/verify#s3cr3t' }],
    };
    try {
      expect((await post(`${mail.url}/v3/mail/send`, letter, `Bearer ${mail.apiKey}`)).status).toBe(202);
      expect((await post(chat.url, { content: 'Zoe asks for web-1' })).status).toBe(204);
    } finally {
      await lab.close();
    }
    const entries = await readdir(dataDirectory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const contents = await Promise.all(files.map((file) => readFile(file, 'latin1')));
    expect(files.map((file) => basename(file))).toEqual(expect.arrayContaining(['mail.sqlite', 'chat.json']));
    expect(contents.filter((content) => /zoe@student|Zoe, verify|#s3cr3t|Zoe asks|Mary Member/.test(content))).toEqual(
      [],
    );
  });

  it('has a home page that names the accounts and leads to the inbox and the chat', async () => {
    const lab = await startLab({ dataDirectory, logger });
    try {
      const text = await (await fetch(lab.manifest.control.url)).text();
      expect(text).toContain('member-lab-password');
      expect(text).toContain(lab.manifest.mail.inboxUrl);
      expect(text).toContain(lab.manifest.chat.pageUrl);
      expect(text).not.toContain(lab.manifest.chat.url);
      expect(text).not.toContain(lab.manifest.control.key);
      expect(text).not.toContain(lab.manifest.proxmox.tokenSecret);
    } finally {
      await lab.close();
    }
  });
});

describe('lab as a process of its own', () => {
  const ensure = (): Promise<EnsuredLab> =>
    ensureLab({ dataDirectory, portalUrl: 'http://127.0.0.1:9/', traefikKey: 'key-of-traefik', logger });

  it('is started once, used again, and gone after stop', async () => {
    const lab = await ensure();
    const again = await ensure();
    expect([lab.startedByUs, again.startedByUs]).toEqual([true, false]);
    expect(again.manifest).toEqual(lab.manifest);
    expect(lab.manifest.pid).not.toBe(process.pid);
    const status: unknown = await (await fetch(`${lab.manifest.traefik.url}status`)).json();
    expect(status).toMatchObject({ endpoint: 'http://127.0.0.1:9/v1/traefik/config' });
    await again.stop();
    await expect(livingLab(dataDirectory)).resolves.toBeUndefined();
    await lab.stop();
  });

  it('is one lab when two ask for it at the same moment', async () => {
    const labs = await Promise.all([ensure(), ensure()]);
    try {
      expect(labs[0].manifest.pid).toBe(labs[1].manifest.pid);
    } finally {
      await labs[0].stop();
    }
  });

  it('comes back as it was after sudden death', async () => {
    const lab = await ensure();
    await createLabClient(lab.manifest).die();
    await expect(livingLab(dataDirectory)).resolves.toBeUndefined();
    const next = await ensure();
    try {
      expect(next.startedByUs).toBe(true);
      expect(next.manifest.oidc).toEqual(lab.manifest.oidc);
    } finally {
      await next.stop();
    }
  });

  it('outlives the process that started it', async () => {
    const script = `
      import { ensureLab } from ${JSON.stringify(fileURLToPath(new URL('ensure-lab.ts', import.meta.url)))};
      import pino from 'pino';
      await ensureLab({ dataDirectory: ${JSON.stringify(dataDirectory)}, portalUrl: 'http://127.0.0.1:9/', traefikKey: 'key', logger: pino({ level: 'silent' }) });
      process.kill(process.pid, 'SIGKILL');
    `;
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
    expect(await once(starter, 'exit')).toEqual([null, 'SIGKILL']);
    const lab = await ensure();
    expect(lab.startedByUs).toBe(false);
    await lab.stop();
  });

  it('ends on SIGTERM', async () => {
    const lab = await ensure();
    process.kill(lab.manifest.pid, 'SIGTERM');
    await lab.stop();
    await expect(livingLab(dataDirectory)).resolves.toBeUndefined();
  });
});
