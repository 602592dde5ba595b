import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { livingLab } from './lab/ensure-lab.ts';
import { createLabClient } from './lab/lab-client.ts';
import { readServerRecord } from './operator/server-record.ts';

const main = join(import.meta.dirname, 'main.ts');

describe('npm start', () => {
  let folder: string;
  let children: ChildProcess[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netsoc-main-'));
    children = [];
  });

  afterEach(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    const lab = await livingLab(folder);
    if (lab !== undefined) {
      await createLabClient(lab).shutDown();
      while ((await livingLab(folder)) !== undefined) await wait(20);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const begin = (...argv: string[]) => {
    const child = spawn(process.execPath, [main, '--data', folder, '--port', '0', '--no-portal', ...argv], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let output = '';
    const ready = new Promise<string>((resolve) => {
      const hear = (chunk: Buffer): void => {
        output += chunk.toString();
        if (output.includes('Ctrl-C ends everything')) resolve(output);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => {
        resolve(output);
      });
    });
    const exit = once(child, 'exit').then(([code]: unknown[]) => code);
    return { child, ready, exit };
  };

  it('boots lab and server, says where and as whom, and Ctrl-C ends both', async () => {
    const { child, ready, exit } = begin();
    const said = await ready;
    const record = readServerRecord(folder);
    expect(said).toContain(`Portal   ${record?.url ?? 'no record'}`);
    for (const account of ['member', 'admin', 'auditor']) expect(said).toMatch(new RegExp(`${account} +\\S+`));
    expect(said).toContain('/inbox');
    expect((await fetch(`${record?.url ?? ''}/health/live`)).status).toBe(200);
    for (const secret of ['lab-secrets.json', 'server.sock']) {
      expect(statSync(join(folder, secret)).mode & 0o777).toBe(0o600);
    }
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(await livingLab(folder)).toBeUndefined();
    expect(readServerRecord(folder)).toBeUndefined();
  });

  it('leaves the lab alive when it is killed, and goes on with it', async () => {
    const first = begin();
    await first.ready;
    const lab = await livingLab(folder);
    first.child.kill('SIGKILL');
    await first.exit;
    const second = begin();
    await second.ready;
    expect((await livingLab(folder))?.pid).toBe(lab?.pid);
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
  });

  it('says that the port is in use, and touches nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { ready, exit } = begin('--port', String(port));
    expect(await exit).toBe(3);
    expect(await ready).toContain(`port ${String(port)} on 127.0.0.1 is in use`);
    expect(await livingLab(folder)).toBeUndefined();
    other.close();
    await once(other, 'close');
  });

  it('says that the data folder belongs to a server that runs, and leaves it alone', async () => {
    const first = begin();
    await first.ready;
    const second = begin();
    expect(await second.exit).toBe(4);
    expect(await livingLab(folder)).toBeDefined();
    expect((await fetch(`${readServerRecord(folder)?.url ?? ''}/health/live`)).status).toBe(200);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
  });

  it('says what is wrong with its command line or configuration', async () => {
    expect(await begin('--prot', '1').exit).toBe(2);
    const { ready, exit } = begin('--config', join(folder, 'absent.yml'));
    expect(await exit).toBe(2);
    expect(await ready).toContain('absent.yml: cannot be read (ENOENT)');
  });
});
