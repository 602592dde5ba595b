import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLease, defaultLeaseTimes } from '../../application/processes/lease/lease.ts';
import type { Lease, LeaseTimes } from '../../application/processes/lease/lease.ts';
import type { LeaseHolder } from '../../application/processes/lease/lease-decider.ts';
import { leaseStream } from '../../application/processes/lease/lease-stream.ts';
import { LeaseLostError } from '../../application/processes/kernel/work.ts';
import { EventStoreError } from '../../application/ports/event-store.ts';
import type { EventStore } from '../../application/ports/event-store.ts';
import { openEventLog, silent } from '../event-log/testing/open-event-log.ts';
import type { OpenedEventLog } from '../event-log/testing/open-event-log.ts';
import { pause } from './this-server.ts';

let opened: OpenedEventLog;
let servers: AbortController;
beforeEach(async () => {
  opened = await openEventLog();
  servers = new AbortController();
});
afterEach(async () => {
  servers.abort();
  await opened.close();
});

/** A tenth of the real times: still long beside the pauses of a busy machine. */
const times: LeaseTimes = { timeToLive: 1_200, renewEvery: 250, poll: 10, margin: 200 };

type Options = Readonly<{ store?: EventStore; dead?: string; monotonic?: () => number; renewEvery?: number }>;

const server = (options: Options = {}) => {
  const self: LeaseHolder = { id: randomUUID(), host: 'host', pid: 1, bootId: 'boot', startedAt: '1' };
  const lease: Lease = createLease({
    store: options.store ?? opened.store,
    self,
    isDead: ({ id }) => id === options.dead,
    logger: silent,
    newId: randomUUID,
    monotonic: options.monotonic ?? (() => performance.now()),
    pause,
    times: { ...times, renewEvery: options.renewEvery ?? times.renewEvery },
  });
  return { id: self.id, acquire: () => lease.acquire(servers.signal) };
};

/** A store that no longer answers this server, as if the network were cut or the process stood still. */
const cutOff = (store: EventStore) => {
  let cut = false;
  const through: EventStore = {
    ...store,
    append: (...given) =>
      cut ? Promise.reject(new EventStoreError('unavailable', 'no answer')) : store.append(...given),
  };
  return {
    store: through,
    cut: () => {
      cut = true;
    },
  };
};

const lost = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => {
    const tell = (): void => resolve(signal.reason);
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  });

describe('the lease to run processes', () => {
  it('is held by one server, for as long as it lives', async () => {
    const first = await server().acquire();
    const second = server().acquire();
    const early = await Promise.race([second.then(() => 'taken'), delay(2 * times.timeToLive, 'still held')]);
    expect(early).toBe('still held');
    expect(() => first.fence()).not.toThrow();
    await first.release();
    expect((await second).epoch).toBe(first.epoch + 1);
    await (await second).release();
  });

  it('goes over at once when it is released', async () => {
    const first = await server().acquire();
    const second = server().acquire();
    const begin = performance.now();
    await first.release();
    await (await second).release();
    expect(performance.now() - begin).toBeLessThan(times.timeToLive);
  });

  it('goes over at once when the holder is known to be dead', async () => {
    const dying = server();
    const first = await dying.acquire();
    first.drop();
    const begin = performance.now();
    const second = await server({ dead: dying.id }).acquire();
    expect(performance.now() - begin).toBeLessThan(times.timeToLive);
    expect(second.epoch).toBe(2);
    await second.release();
  });

  it('goes over when the holder gives no sign of life', async () => {
    const first = await server().acquire();
    first.drop();
    const second = await server().acquire();
    expect(second.epoch).toBe(2);
    expect(() => first.fence()).toThrow(LeaseLostError);
    await second.release();
  });

  it('is given up by a holder that is cut off before another one can have it', async () => {
    const link = cutOff(opened.store);
    const first = await server({ store: link.store }).acquire();
    link.cut();
    const order: string[] = [];
    const second = server().acquire();
    await Promise.all([
      lost(first.signal).then(() => order.push('first stopped')),
      second.then(() => order.push('second began')),
    ]);
    expect(order).toEqual(['first stopped', 'second began']);
    expect(() => first.fence()).toThrow(LeaseLostError);
    await (await second).release();
  });

  it('is not believed by a holder that stood still for too long', async () => {
    let stoodStill = 0;
    const first = await server({ monotonic: () => performance.now() + stoodStill }).acquire();
    stoodStill = times.timeToLive;
    expect(() => first.fence()).toThrow(LeaseLostError);
    await lost(first.signal);
  });

  it('is given to exactly one of many who ask at the same moment', async () => {
    const asking = Array.from({ length: 8 }, () => server().acquire());
    const first = await Promise.race(asking);
    expect(first.epoch).toBe(1);
    const held = await Promise.race([Promise.all(asking).then(() => 'all'), delay(2 * times.timeToLive, 'one')]);
    expect(held).toBe('one');
    const settled = Promise.allSettled(asking);
    servers.abort();
    const outcomes = await settled;
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await first.release();
  });

  it('goes over within 15 seconds of a crash, and survives one renewal that fails', () => {
    const { timeToLive, renewEvery, poll, margin } = defaultLeaseTimes;
    expect(timeToLive + poll).toBeLessThan(15_000);
    expect(2 * renewEvery).toBeLessThan(timeToLive - margin);
  });

  it('keeps its stream short and out of the history', async () => {
    const term = await server({ renewEvery: 2 }).acquire();
    const newest = async (): Promise<number> =>
      (await opened.store.readStream(leaseStream, { direction: 'backwards', maxCount: 1 }))[0]?.revision ?? 0;
    while ((await newest()) < 25) await delay(5);
    await term.release();
    expect((await opened.store.readStream(leaseStream)).length).toBeLessThanOrEqual(20);
    for await (const page of opened.log.read()) expect(page).toEqual([]);
  });
});
