import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Figure } from './figure.ts';

/**
 * From the command to «ready»: cold = no data folder and no built portal, as after `npm ci`; warm = the next start.
 * Beside them a Node process that does nothing.
 */
const rounds = 5;
const repository = join(import.meta.dirname, '..');
const portal = join(repository, 'web/dist');

/** Milliseconds until the line appears; then the process is ended in order. */
const secondsUntil = async (args: readonly string[], line: RegExp): Promise<number> => {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] });
  let seconds: number | undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    if (!line.test(text)) continue;
    seconds = (performance.now() - begun) / 1000;
    break;
  }
  child.stdout.resume();
  if (child.exitCode === null) {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }
  if (seconds === undefined) throw new Error(`${args.join(' ')} ended before it was ready`);
  return seconds;
};

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

const start = (folder: string): Promise<number> =>
  secondsUntil(['src/infrastructure/main.ts', '--data', folder, '--port', '0'], /is ready/);

export const run = async (emit: (figure: Figure) => void): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'netsoc-bench-start-'));
  const kept = join(folder, 'kept-portal');
  if (existsSync(portal)) cpSync(portal, kept, { recursive: true });
  const cold: number[] = [];
  const warm: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const data = join(folder, `data-${String(round)}`);
      rmSync(portal, { recursive: true, force: true });
      cold.push(await start(data));
      warm.push(await start(data));
      bare.push(await secondsUntil(['--eval', 'console.log("ready")'], /ready/));
    }
  } finally {
    if (!existsSync(portal) && existsSync(kept)) cpSync(kept, portal, { recursive: true });
    rmSync(folder, { recursive: true, force: true });
  }
  const baseline = median(bare);
  for (const [figure, values] of [
    ['start.cold', cold],
    ['start.warm', warm],
  ] as const) {
    const value = median(values);
    emit({ group: 'start', figure, value, unit: 's', baseline, ratio: value / baseline });
  }
};
