import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LabRunningError, lockLab } from './lab-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

// Without patience, about one round in eight has no winner.
const rounds = 24;

/** In each round both reach for the lock at the same moment, and whoever has it lets go only after the other has tried. */
const racer = `
  const { workerData, parentPort } = require('node:worker_threads');
  const { barrier, folder, module, rounds } = workerData;
  const meet = (place) => {
    Atomics.add(barrier, place, 1);
    while (Atomics.load(barrier, place) < 2);
  };
  import(module).then(({ lockLab, LabRunningError }) => {
    const won = [];
    for (let round = 0; round < rounds; round += 1) {
      let unlock;
      meet(2 * round);
      try {
        unlock = lockLab(folder);
      } catch (error) {
        if (!(error instanceof LabRunningError)) throw error;
      }
      won.push(unlock !== undefined);
      meet(2 * round + 1);
      unlock?.();
    }
    parentPort.postMessage(won);
  });
`;

const race = async (barrier: Int32Array): Promise<readonly boolean[]> => {
  const module = new URL('lab-lock.ts', import.meta.url).href;
  const worker = new Worker(racer, { eval: true, workerData: { barrier, folder, module, rounds } });
  const [won] = (await once(worker, 'message')) as [readonly boolean[]];
  return won;
};

describe('the lock of a lab', () => {
  it('is had by one at a time, and by the next when it is let go', () => {
    const unlock = lockLab(folder);
    expect(() => lockLab(folder)).toThrow(LabRunningError);
    unlock();
    lockLab(folder)();
  });

  it('is had by exactly one of two who reach for it at the same moment', async () => {
    const barrier = new Int32Array(new SharedArrayBuffer(8 * rounds));
    const [one, other] = await Promise.all([race(barrier), race(barrier)]);
    expect(one.map((won, round) => won !== other[round])).toEqual(Array.from({ length: rounds }, () => true));
  });
});
