import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RecordedEvent } from '../../src/application/ports/event-store.ts';
import { openEmbeddedStoreForReading } from '../../src/infrastructure/event-store/embedded/index.ts';
import {
  call,
  control,
  eventually,
  freePort,
  guestsOf,
  startSystem,
  tokenOf,
  type SpawnedSystem,
} from './spawned-system.ts';

/**
 * kill -9 after every event that a provisioning stores, then start again: it goes on and ends in the same state.
 * Once the server alone dies while the world goes on, once everything dies as in a power cut.
 */

type Instance = { id: string; state: string; vmid: number | null; address: string | null; hostname: string };

let dataDirectory = '';
let port = 0;
let system: SpawnedSystem;

const eventsOf = async (stream: string): Promise<readonly RecordedEvent[]> => {
  const store = openEmbeddedStoreForReading(path.join(dataDirectory, 'events.sqlite'));
  try {
    return await store.readStream(stream);
  } finally {
    await store.close();
  }
};

const start = async (): Promise<void> => {
  system = await startSystem(dataDirectory, port);
  await control(system, 'proxmox', { fault: 'task-slowness', factor: 0.1 });
};

const requestAndApprove = async (hostname: string): Promise<string> => {
  const member = await tokenOf(system, 'member');
  const admin = await tokenOf(system, 'admin');
  const { items } = await call<{ items: { id: string }[] }>(system, member, 'GET', '/v1/templates');
  const { id } = await call<{ id: string }>(system, member, 'POST', '/v1/instances', {
    templateId: items[0]?.id,
    hostname,
    reason: 'To survive.',
  });
  await call(system, admin, 'POST', `/v1/instances/${id}/approve`, {});
  return id;
};

const instanceOnceRunning = async (id: string): Promise<Instance> => {
  const member = await tokenOf(system, 'member');
  return eventually(`instance ${id} to run`, async () => {
    const instance = await call<Instance>(system, member, 'GET', `/v1/instances/${id}`);
    if (instance.state === 'parked') throw new Error(`parked: ${JSON.stringify(instance)}`);
    return instance.state === 'running' ? instance : undefined;
  });
};

const succeededSteps = async (id: string): Promise<readonly unknown[]> =>
  (await eventsOf(`provisioning-${id}`))
    .filter(({ type }) => type.startsWith('step-succeeded.'))
    .map(({ data }) => data['step']);

beforeAll(async () => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), 'netsoc-crash-'));
  port = await freePort();
  await start();
}, 180_000);

afterAll(async () => {
  await system.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

describe('a provisioning interrupted by kill -9', () => {
  let points = 0;
  let steps: readonly unknown[] = [];

  it('stores its steps when nothing interrupts it', async () => {
    const id = await requestAndApprove('undisturbed');
    await instanceOnceRunning(id);
    steps = await succeededSteps(id);
    points = (await eventsOf(`provisioning-${id}`)).length;
    expect(steps.length).toBeGreaterThan(5);
  });

  it.each([
    { victim: 'the server', kill: () => system.killServer(), name: 'alone' },
    { victim: 'everything', kill: () => system.killEverything(), name: 'all' },
  ])(
    'ends in the same state with one guest when $victim dies after any stored event',
    async ({ kill, name, victim }) => {
      for (let point = 1; point <= points; point += 1) {
        const id = await requestAndApprove(`${name}-${String(point)}`);
        await eventually(`event ${String(point)}`, async () =>
          (await eventsOf(`provisioning-${id}`)).length >= point ? true : undefined,
        );
        await kill();
        await start();
        const instance = await instanceOnceRunning(id);
        const guests = (await guestsOf(system)).filter((guest) => guest.name === instance.hostname);
        expect(guests).toEqual([expect.objectContaining({ vmid: instance.vmid, status: 'running' })]);
        expect(new Set(await succeededSteps(id))).toEqual(new Set(steps));
      }
      process.stderr.write(`crash points where ${victim} died: ${String(points)}\n`);
    },
    600_000,
  );

  it('never gave a number or an address twice, and left no guest over', async () => {
    const member = await tokenOf(system, 'member');
    const { items } = await call<{ items: Instance[] }>(system, member, 'GET', '/v1/instances?scope=mine');
    const addresses = items.map(({ address }) => address);
    expect(new Set(addresses).size).toBe(items.length);
    const stamped = (await guestsOf(system)).filter(({ tags }) => tags?.includes('netsoc-cloud'));
    expect(stamped).toHaveLength(items.length);
  });
});
