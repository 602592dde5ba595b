import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createLabClient, LabControlError } from './lab-client.ts';
import { LabRunningError, lockLab } from './lab-lock.ts';
import type { LabManifest } from './manifest.ts';
import { labDirectory, readManifest } from './manifest-file.ts';

/** How long a lab may take to start or to end, in milliseconds. */
const patience = 20_000;

export type EnsureLabOptions = Readonly<{
  /** The product's data folder. */
  dataDirectory: string;
  /** Where the portal is served; the Traefik emulator asks there for its configuration. */
  portalUrl: string;
  /** What the Traefik emulator shows as its key. */
  traefikKey: string;
  logger: Logger;
}>;

export type EnsuredLab = Readonly<{
  manifest: LabManifest;
  /** False when a lab was already alive and is used. */
  startedByUs: boolean;
  /** Ends the lab, whoever started it; resolves when its process is gone. */
  stop: () => Promise<void>;
}>;

/**
 * Uses the lab that lives on this data folder, or starts one as a process of its own, which goes on when this process dies.
 * Its output goes to `<data>/lab/lab.log`.
 * @throws Error when it does not come up, with the place of its log
 */
export const ensureLab = async (options: EnsureLabOptions): Promise<EnsuredLab> => {
  const living = await livingLab(options.dataDirectory);
  const manifest = living ?? (await spawnLab(options.dataDirectory));
  options.logger.info({ pid: manifest.pid, reused: living !== undefined }, 'lab is up');
  const client = createLabClient(manifest);
  await client.control('traefik', {
    do: 'point-to',
    endpoint: new URL('/v1/traefik/config', options.portalUrl).href,
    key: options.traefikKey,
  });
  return {
    manifest,
    startedByUs: living === undefined,
    stop: async () => {
      await client.shutDown().catch((error: unknown) => {
        // A broken connection means that it has ended, or is about to.
        if (error instanceof LabControlError) throw error;
      });
      await processEnd(options.dataDirectory, manifest, options.logger);
    },
  };
};

/** The manifest of the lab that answers on this data folder, undefined when none does. */
export const livingLab = async (dataDirectory: string): Promise<LabManifest | undefined> => {
  const manifest = readManifest(dataDirectory);
  return manifest !== undefined && (await createLabClient(manifest).isAlive()) ? manifest : undefined;
};

const spawnLab = async (dataDirectory: string): Promise<LabManifest> => {
  mkdirSync(labDirectory(dataDirectory), { recursive: true });
  const logPath = join(labDirectory(dataDirectory), 'lab.log');
  const log = openSync(logPath, 'a', 0o600);
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('main.ts', import.meta.url)),
      '--data',
      dataDirectory,
    ],
    {
      // Detached: a process group of its own, so that neither Ctrl-C nor our death reaches it.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      // Later starts take a third less time.
      env: { NODE_COMPILE_CACHE: join(labDirectory(dataDirectory), 'compile-cache'), ...process.env },
    },
  );
  closeSync(log);
  const outcome = await readyOrEnded(child);
  child.unref();
  // Somebody else may have started one at the same moment: then ours has ended, and theirs is used once it is up.
  const manifest = outcome === 'ready' ? readManifest(dataDirectory) : await labOfAnother(dataDirectory);
  if (manifest === undefined) throw new Error(`the lab did not start (${outcome}); see ${logPath}`);
  return manifest;
};

const labOfAnother = async (dataDirectory: string): Promise<LabManifest | undefined> => {
  const deadline = Date.now() + patience;
  while (isLocked(dataDirectory) && Date.now() < deadline) {
    const manifest = await livingLab(dataDirectory);
    if (manifest !== undefined) return manifest;
    await pause(20);
  }
  return undefined;
};

const readyOrEnded = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('message', () => {
      resolve('ready');
    });
    child.once('exit', (code, signal) => {
      resolve(`ended with ${String(code ?? signal)}`);
    });
    child.once('error', reject);
  });

/** The lock is held for as long as the process lives, and not by a zombie or by another process of the same number. */
const processEnd = async (dataDirectory: string, manifest: LabManifest, logger: Logger): Promise<void> => {
  const deadline = Date.now() + patience;
  while (isLocked(dataDirectory)) {
    if (Date.now() > deadline) {
      const { pid } = manifest;
      // Killed only while it answers for itself: the number may belong to somebody else by now.
      const alive = await createLabClient(manifest).isAlive();
      logger.warn({ pid, alive }, 'lab does not end');
      if (alive) process.kill(pid, 'SIGKILL');
      return;
    }
    await pause(20);
  }
};

const isLocked = (dataDirectory: string): boolean => {
  try {
    lockLab(labDirectory(dataDirectory), 0)();
    return false;
  } catch (error) {
    if (error instanceof LabRunningError) return true;
    throw error;
  }
};
