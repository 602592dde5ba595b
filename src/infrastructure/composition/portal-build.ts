import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type PortalBuild = Readonly<{
  /** Folder of the built portal. */
  folder: string;
  /** Says what happens, one line each. */
  say: (line: string) => void;
}>;

/** What the portal is made from, relative to the repository. */
const sources = [
  'web/src',
  'web/public',
  'web/angular.json',
  'web/package.json',
  'web/tsconfig.json',
  'web/tsconfig.app.json',
  'src/infrastructure/http/contract',
];

const filesBelow = (path: string): readonly string[] => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesBelow(join(path, name)));
};

/** Hash of everything that the portal is made from. */
const sourceHash = (repository: string): string => {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesBelow(join(repository, source))) {
      hash.update(file.slice(repository.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
};

const builtFrom = (folder: string): string | undefined => {
  const stamp = join(folder, '.built-from');
  return existsSync(stamp) && existsSync(join(folder, 'index.html')) ? readFileSync(stamp, 'utf8') : undefined;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but is not ours.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
};

/** One build at a time per working tree; a lock whose owner died is taken over. */
const takeLock = async (lock: string): Promise<void> => {
  for (;;) {
    try {
      mkdirSync(join(lock, '..'), { recursive: true });
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
    else await wait(200);
  }
};

const runBuild = (repository: string, lock: string): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(repository, 'node_modules/@angular/cli/bin/ng.js'), 'build', '--no-progress'],
      {
        cwd: join(repository, 'web'),
        env: { ...process.env, NG_CLI_ANALYTICS: 'false', NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    // The build outlives a server that is killed; the next server must wait for it, not run beside it.
    if (child.pid !== undefined) writeFileSync(lock, String(child.pid));
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code === 0 ? undefined : output.trim());
    });
  });

/**
 * Builds the portal when it is missing or its sources have changed since.
 * @param repository root of the working tree
 * @returns undefined when the portal is there, else why it is not
 */
export const ensurePortal = async (repository: string, { folder, say }: PortalBuild): Promise<string | undefined> => {
  if (builtFrom(folder) === sourceHash(repository)) return undefined;
  const lock = join(repository, 'node_modules/.cache/netsoc-portal-build');
  await takeLock(lock);
  try {
    const wanted = sourceHash(repository);
    if (builtFrom(folder) === wanted) return undefined;
    say('Building the portal (only when it has changed) …');
    const begun = Date.now();
    const failure = await runBuild(repository, lock);
    if (failure !== undefined) return failure;
    writeFileSync(join(folder, '.built-from'), wanted);
    say(`Built the portal in ${String(Math.round((Date.now() - begun) / 1000))} s.`);
    return undefined;
  } finally {
    rmSync(lock, { force: true });
  }
};
