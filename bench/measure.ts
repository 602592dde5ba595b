import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where figures about the disk are taken: `NETSOC_DATA_DIR` (default `./data`), because /tmp is memory on many machines. */
export const withScratchFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const parent = process.env['NETSOC_DATA_DIR'] ?? 'data';
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'bench-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

/** How often per second `count` pieces of work were done. */
export const rateOf = async (count: number, work: () => void | Promise<void>): Promise<number> => {
  const started = performance.now();
  await work();
  return (count / (performance.now() - started)) * 1000;
};
