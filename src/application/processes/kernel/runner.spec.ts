import { describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { Deadline } from '../../ports/deadlines.ts';
import type { LeaseTerm } from '../lease/lease.ts';
import { runProcesses } from './runner.ts';
import { memoryDeadlines } from './testing/memory-deadlines.ts';
import { LeaseLostError } from './work.ts';
import type { Worker } from './work.ts';

const done = { commit: 1, prepare: 1 };

/** A promise that the test settles. */
const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await delay(1);
};

const run = (
  worker: Worker,
  { concurrency, ...options }: Readonly<{ concurrency?: number; drainMilliseconds?: number }> = {},
) => {
  const deadlines = memoryDeadlines();
  const errors: string[] = [];
  const lease: string[] = [];
  let term = new AbortController();
  const stopping = new AbortController();
  let now = Date.parse('2026-01-01T00:00:00.000Z');
  const drop = (): void => undefined;
  const stopped = runProcesses(
    {
      deadlines,
      workers: { test: worker },
      clock: () => new Date(now).toISOString(),
      logger: { debug: drop, info: drop, warn: drop, error: (_, message) => void errors.push(message) },
      pause: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
      lease: {
        acquire: (signal) => {
          signal.throwIfAborted();
          lease.push('acquired');
          term = new AbortController();
          const held: LeaseTerm = {
            epoch: lease.length,
            signal: AbortSignal.any([signal, term.signal]),
            fence: () => undefined,
            release: () => Promise.resolve(void lease.push('released')),
            drop: () => void lease.push('dropped'),
          };
          return Promise.resolve(held);
        },
      },
      ...options,
      ...(concurrency === undefined ? {} : { concurrency: { work: concurrency } }),
    },
    stopping.signal,
  );
  return {
    deadlines,
    errors,
    lease,
    loseLease: () => {
      term.abort(new LeaseLostError('gone'));
    },
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    stop: async () => {
      stopping.abort();
      await stopped;
    },
    stopped,
  };
};

describe('the runner', () => {
  it('does what is due, as soon as it is due', async () => {
    const seen: string[] = [];
    const runner = run(({ workId }) => {
      seen.push(workId);
      runner.deadlines.clear(workId);
      return Promise.resolve(done);
    });
    runner.deadlines.set({ workId: 'a' });
    await until(() => seen.length === 1);
    runner.deadlines.set({ workId: 'later', dueAt: '2026-01-01T00:00:00.020Z' });
    runner.advance(20);
    await until(() => seen.length === 2);
    await runner.stop();
    expect(seen).toEqual(['a', 'later']);
    expect(runner.lease).toEqual(['acquired', 'released']);
  });

  it('does different works at the same time, up to a limit, and each once at a time', async () => {
    const running = new Set<string>();
    let most = 0;
    let doubles = 0;
    let finished = 0;
    const { open, opened } = gate();
    const runner = run(
      async ({ workId }) => {
        if (running.has(workId)) doubles += 1;
        running.add(workId);
        most = Math.max(most, running.size);
        await opened;
        running.delete(workId);
        finished += 1;
        runner.deadlines.clear(workId);
        return done;
      },
      { concurrency: 3 },
    );
    for (const workId of ['a', 'b', 'c', 'd', 'e']) runner.deadlines.set({ workId });
    await until(() => running.size === 3);
    for (const workId of ['a', 'b', 'c']) runner.deadlines.set({ workId });
    open();
    await until(() => finished >= 5);
    await runner.stop();
    expect({ most, doubles }).toEqual({ most: 3, doubles: 0 });
  });

  it('logs what fails, lets it rest, and goes on with the others', async () => {
    const tries: string[] = [];
    const runner = run(({ workId }: Deadline) => {
      tries.push(workId);
      if (workId === 'bad') return Promise.reject(new Error('no log'));
      runner.deadlines.clear(workId);
      return Promise.resolve(done);
    });
    runner.deadlines.set({ workId: 'bad' });
    await until(() => runner.errors.length === 1);
    runner.deadlines.set({ workId: 'good' });
    await until(() => tries.includes('good'));
    expect(tries).toEqual(['bad', 'good']);
    // A new event for the work ends its rest at once, time ends it too.
    runner.deadlines.set({ workId: 'bad' });
    await until(() => runner.errors.length === 2);
    runner.advance(1_000);
    runner.deadlines.set({ workId: 'good' });
    await until(() => runner.errors.length === 3);
    await runner.stop();
    expect(tries.filter((workId) => workId === 'bad')).toHaveLength(3);
  });

  it('does not spin on a row that stands although its work was done', async () => {
    let times = 0;
    const runner = run(() => {
      times += 1;
      return Promise.resolve(undefined);
    });
    runner.deadlines.set({ workId: 'a' });
    await until(() => times === 1);
    for (let change = 0; change < 50; change += 1) {
      runner.deadlines.set({ workId: 'elsewhere', dueAt: '2027-01-01T00:00:00.000Z' });
      await delay(0);
    }
    await runner.stop();
    expect(times).toBe(1);
  });

  it('lets effects that are under way end before it gives the lease up', async () => {
    const { open, opened } = gate();
    let begun = false;
    let ended = false;
    const runner = run(async () => {
      begun = true;
      await opened;
      ended = true;
      return done;
    });
    runner.deadlines.set({ workId: 'a' });
    await until(() => begun);
    const stopped = runner.stop();
    open();
    await stopped;
    expect({ ended, lease: runner.lease }).toEqual({ ended: true, lease: ['acquired', 'released'] });
  });

  it('leaves the lease to run out when an effect does not end', async () => {
    let begun = false;
    const runner = run(
      () => {
        begun = true;
        return new Promise(() => undefined);
      },
      { drainMilliseconds: 5 },
    );
    runner.deadlines.set({ workId: 'a' });
    await until(() => begun);
    await runner.stop();
    expect(runner.lease).toEqual(['acquired', 'dropped']);
  });

  it('stops work when the lease is lost, and goes on when it is won again', async () => {
    const reasons: unknown[] = [];
    const runner = run(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          const abandon = (): void => {
            reasons.push(signal.reason);
            reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
          };
          reasons.push('begun');
          signal.addEventListener('abort', abandon, { once: true });
        }),
    );
    runner.deadlines.set({ workId: 'a' });
    await until(() => reasons.length === 1);
    runner.loseLease();
    await until(() => reasons.length === 3);
    expect(reasons).toEqual(['begun', expect.any(LeaseLostError), 'begun']);
    expect(runner.errors).toEqual([]);
    await runner.stop();
  });

  it('says that nobody does a kind of work', async () => {
    const runner = run(() => Promise.resolve(done));
    runner.deadlines.set({ workId: 'a', kind: 'teleportation' });
    await until(() => runner.errors.length === 1);
    await runner.stop();
    expect(runner.errors).toEqual(['work failed and will be tried again']);
  });
});
