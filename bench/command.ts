import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { createLabClient } from '../src/infrastructure/lab/lab-client.ts';
import { readManifest } from '../src/infrastructure/lab/manifest-file.ts';
import { readServerRecord } from '../src/infrastructure/operator/server-record.ts';
import type { Figure } from './figure.ts';

/**
 * Commands over HTTP, end to end: signed token, validation, reservations, decision, durable append, reply.
 * Beside it a bare HTTP server that appends one durable event per request. Server and load generator are processes of their own.
 */
const clients = [1, 16, 64] as const;
const rounds = 5;
const seconds = 2;

type Fired = Readonly<{ perSecond: number; p50: number; p99: number; refused: number }>;

const execute = promisify(execFile);
const script = (name: string): string => join(import.meta.dirname, name);

const fire = async (url: string, connections: number, prefix: string, token: string): Promise<Fired> => {
  const { stdout } = await execute(
    process.execPath,
    [script('command-load/fire.ts'), url, String(connections), String(seconds), prefix],
    { env: { ...process.env, TOKEN: token } },
  );
  const fired = JSON.parse(stdout) as Fired;
  if (fired.refused > 0) throw new Error(`${String(fired.refused)} commands were not accepted by ${url}`);
  return fired;
};

/** Starts a process and resolves with the first line it prints that matches. */
const started = async (
  args: readonly string[],
  line: RegExp,
): Promise<Readonly<{ child: ChildProcess; text: string }>> => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const text of createInterface({ input: child.stdout })) {
    if (!line.test(text)) continue;
    child.stdout.resume();
    return { child, text };
  }
  throw new Error(`${args.join(' ')} ended before it was ready`);
};

const ended = async (child: ChildProcess): Promise<void> => {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Measures 1, 16 and 64 clients in turn, product and bare server interleaved, medians of five rounds. */
export const run = async (emit: (figure: Figure) => void): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'netsoc-bench-'));
  const product = await started(
    [script('../src/infrastructure/main.ts'), '--data', folder, '--port', '0', '--no-portal'],
    /is ready/,
  );
  const bare = await started([script('command-load/bare-server.ts'), join(folder, 'bare.sqlite')], /^\d+$/);
  try {
    const manifest = readManifest(folder);
    const record = readServerRecord(folder);
    if (manifest === undefined || record === undefined) throw new Error('the server has left no record of itself');
    const { accessToken } = await createLabClient(manifest).mintToken({ account: 'member', expiresInSeconds: 3600 });
    const bareUrl = `http://127.0.0.1:${bare.text}`;
    await fire(record.url, 16, 'warm-', accessToken);
    await fire(bareUrl, 16, 'warm-', accessToken);
    const measured = new Map<number, { ours: Fired[]; bare: Fired[] }>(
      clients.map((count) => [count, { ours: [], bare: [] }]),
    );
    for (let round = 0; round < rounds; round += 1) {
      for (const [count, results] of measured) {
        const prefix = `r${String(round)}c${String(count)}-`;
        results.ours.push(await fire(record.url, count, prefix, accessToken));
        results.bare.push(await fire(bareUrl, count, prefix, accessToken));
      }
    }
    for (const [count, results] of measured) {
      const figure = (name: string, unit: string, of: (fired: Fired) => number): void => {
        const value = median(results.ours.map(of));
        const baseline = median(results.bare.map(of));
        emit({ group: 'command', figure: name, value, unit, baseline, ratio: value / baseline });
      };
      figure(`command.c${String(count)}`, 'commands/s', (fired) => fired.perSecond);
      figure(`command.c${String(count)}.p50`, 'ms', (fired) => fired.p50);
      figure(`command.c${String(count)}.p99`, 'ms', (fired) => fired.p99);
    }
  } finally {
    await Promise.all([ended(product.child), ended(bare.child)]);
    rmSync(folder, { recursive: true, force: true });
  }
};
