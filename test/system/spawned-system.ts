import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import path from 'node:path';
import type { LabManifest } from '../../src/infrastructure/lab/manifest.ts';

/** A server process and its lab, on a data folder, as `npm start` makes them. */
export type SpawnedSystem = Readonly<{
  url: string;
  pid: number;
  manifest: LabManifest;
  /** SIGKILL: nothing is said, nothing is closed. Resolves when the process is gone. */
  killServer: () => Promise<void>;
  /** The server and the world, at once, as in a power cut. */
  killEverything: () => Promise<void>;
  /** Ctrl-C. Resolves to the exit code. */
  stop: () => Promise<number>;
}>;

/** Waits until `probe` answers something, asking again at short intervals. */
export const eventually = async <Answer>(
  what: string,
  probe: () => Promise<Answer | undefined>,
  timeoutMilliseconds = 60_000,
): Promise<Answer> => {
  const deadline = Date.now() + timeoutMilliseconds;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** A TCP port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};

const killLab = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGKILL');
  await eventually('the end of the lab', () => Promise.resolve(alive(pid) ? undefined : true));
};

const isUp = async (url: string, child: ChildProcess, output: readonly string[]): Promise<true | undefined> => {
  if (child.exitCode !== null) throw new Error(`the server ended: ${output.join('')}`);
  try {
    const response = await fetch(`${url}/health/live`);
    await response.arrayBuffer();
    return response.ok ? true : undefined;
  } catch {
    // Not listening yet: fetch knows no gentler way to say it.
    return undefined;
  }
};

/** Starts the server (and, when none is alive, its lab) on the folder and waits until it answers. */
export const startSystem = async (dataDirectory: string, port: number): Promise<SpawnedSystem> => {
  const output: string[] = [];
  const child = spawn(process.execPath, ['src/infrastructure/main.ts', '--port', String(port)], {
    env: { ...process.env, NETSOC_DATA_DIR: dataDirectory, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(String(chunk)));
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually(`the server: ${output.join('')}`, () => isUp(url, child, output), 120_000);
  const manifest = JSON.parse(readFileSync(path.join(dataDirectory, 'lab/manifest.json'), 'utf8')) as LabManifest;

  const killServer = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    pid: child.pid ?? 0,
    manifest,
    killServer,
    killEverything: async () => {
      child.kill('SIGKILL');
      await killLab(manifest.pid);
      await ended;
    },
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      return child.exitCode ?? -1;
    },
  };
};

/** A token of a lab account, without a browser. */
export const tokenOf = async ({ manifest }: SpawnedSystem, account: string, variant = 'valid'): Promise<string> => {
  const response = await fetch(`${manifest.control.url}/lab/token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${manifest.control.key}` },
    body: JSON.stringify({ account, variant }),
  });
  const { accessToken } = (await response.json()) as { accessToken: string };
  return accessToken;
};

/** Tells a simulator of the lab what to do wrong. */
export const control = async ({ manifest }: SpawnedSystem, simulator: string, command: object): Promise<void> => {
  const response = await fetch(`${manifest.control.url}/control/${simulator}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${manifest.control.key}` },
    body: JSON.stringify(command),
  });
  if (!response.ok) throw new Error(`the lab refused: ${await response.text()}`);
};

/** Answer of the API; throws with the problem document when it is not 2xx. */
export const call = async <Answer>(
  system: SpawnedSystem,
  token: string,
  method: string,
  resource: string,
  body?: object,
): Promise<Answer> => {
  const response = await fetch(`${system.url}${resource}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${resource}: ${String(response.status)} ${text}`);
  return JSON.parse(text) as Answer;
};

type Resource = { type: string; vmid?: number; name?: string; tags?: string; status?: string };

/** The guests that the lab's Proxmox knows, asked over its own API. */
export const guestsOf = ({ manifest: { proxmox } }: SpawnedSystem): Promise<readonly Resource[]> =>
  new Promise((resolve, reject) => {
    request(
      `${proxmox.url}/api2/json/cluster/resources?type=vm`,
      { ca: proxmox.ca, headers: { authorization: `PVEAPIToken=${proxmox.tokenId}=${proxmox.tokenSecret}` } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve((JSON.parse(Buffer.concat(chunks).toString()) as { data: Resource[] }).data));
      },
    )
      .on('error', reject)
      .end();
  });
