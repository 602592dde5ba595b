import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../../../domain/events.ts';
import { deadlineChanges } from '../../../domain/process/deadline-rules.ts';
import type { Deadline } from '../../ports/deadlines.ts';
import { createReservations } from '../../use-cases/reservations.ts';
import { memoryLog } from '../provisioning/testing/memory-log.ts';
import { silent } from '../provisioning/testing/provisioning-world.ts';
import { reservationKeeping } from './reservation-keeping.ts';

const at = '2026-01-01T00:00:00.000Z';
const instanceId = 'i1';
const names = [
  { kind: 'hostname', value: 'web', holder: instanceId },
  { kind: 'domain', value: 'web-ada-container.example.org', holder: instanceId },
] as const;

const requested: NetsocEvent = {
  type: 'instance-requested',
  data: {
    instanceId,
    owner: 'a1',
    kind: 'lxc',
    templateId: 'debian-12',
    hostname: 'web',
    defaultDomain: 'web-ada-container.example.org',
    reason: 'thesis',
    resources: { cores: 1, memoryMiB: 512, diskGiB: 8, swapMiB: 0 },
  },
};
const refused: NetsocEvent = { type: 'instance-request-refused', data: { instanceId, reason: 'no', owner: 'a1' } };
const abandoned: NetsocEvent = {
  type: 'instance-provisioning-abandoned',
  data: { instanceId, reason: 'no longer needed' },
};

/** An instance whose names are reserved, with this history, and the work that its log makes due. */
const system = async (...history: readonly NetsocEvent[]) => {
  const log = memoryLog();
  const keyedHash = (purpose: string, value: string): string => `${purpose}#${String(value.length)}`;
  const reservations = createReservations({ log, keyedHash });
  const actor = { type: 'system', id: 'test' } as const;
  const context = { commandId: randomUUID(), correlationId: 'c', actor, source: { channel: 'http' }, now: at } as const;
  await reservations.reserve(names, context);
  await log.append(await log.load(`instance-${instanceId}`), history, { ...context, causationId: 'c', at });
  const worker = reservationKeeping({ log, reservations, clock: () => at, newId: randomUUID, logger: silent });

  const due = (): readonly Deadline[] => {
    const rows = new Map<string, Deadline>();
    for (const { id, position, ...placed } of log.all()) {
      for (const change of deadlineChanges({ ...placed, at })) {
        if (change.change === 'clear') rows.delete(change.workId);
        else rows.set(change.workId, { ...change, causationId: id, correlationId: 'c', position });
      }
    }
    return [...rows.values()].filter(({ kind }) => kind === 'reservation-keeping');
  };
  const tenure = { signal: new AbortController().signal, fence: () => undefined };
  return {
    due,
    work: async (rows = due()) => {
      for (const row of rows) await worker(row, tenure);
    },
    reservationEvents: () =>
      log.all().flatMap(({ event }) => (event.type.startsWith('reservation-') ? [event.type] : [])),
  };
};

describe('keeping reservations', () => {
  it('confirms hostname and domain of a request, and is done', async () => {
    const { work, due, reservationEvents } = await system(requested);
    await work();
    expect(reservationEvents().slice(2)).toEqual(['reservation-confirmed', 'reservation-confirmed']);
    expect(due()).toEqual([]);
  });

  it.each([
    ['was refused', [requested, refused]],
    ['was given up', [requested, { type: 'instance-request-approved', data: { instanceId } }, abandoned]],
  ] as const)('frees both when the instance %s', async (_, history) => {
    const { work, due, reservationEvents } = await system(...history);
    await work();
    expect(reservationEvents().slice(2)).toEqual(['reservation-released', 'reservation-released']);
    expect(due()).toEqual([]);
  });

  it('changes nothing when said twice', async () => {
    const { work, due, reservationEvents } = await system(requested, refused);
    const rows = due();
    await work(rows);
    const before = reservationEvents();
    await work(rows);
    expect(reservationEvents()).toEqual(before);
  });

  it('does not confirm for an instance that has ended meanwhile', async () => {
    const late = await system(requested, refused);
    const { due } = await system(requested);
    await late.work(due());
    expect(late.reservationEvents()).toEqual(['reservation-made', 'reservation-made']);
  });
});
