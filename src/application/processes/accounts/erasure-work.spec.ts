import { beforeEach, describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../../../domain/events.ts';
import { stepOf } from '../../../domain/process/process-state.ts';
import { MailError } from '../../ports/mailer.ts';
import type { MailFailure, OutgoingMail } from '../../ports/mailer.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';
import { createReservations } from '../../use-cases/reservations.ts';
import { runWork } from '../kernel/testing/run-work.ts';
import { memoryLog } from '../provisioning/testing/memory-log.ts';
import type { MemoryLog } from '../provisioning/testing/memory-log.ts';
import { virtualTime } from '../provisioning/testing/provisioning-world.ts';
import { erasureWork } from './erasure-work.ts';
import { accountId, approved, happened, linked, requested, running } from './testing/owner-history.ts';

const erasureId = 'erasure-1';
const asked: NetsocEvent = {
  type: 'erasure-requested',
  data: { accountId, erasureId, dueAt: '2026-01-01T00:00:00.000Z' },
};

let log: MemoryLog;
beforeEach(async () => {
  log = memoryLog();
  await happened(log, linked, asked);
});

const idsOf = (all: MemoryLog): readonly string[] =>
  all.all().flatMap(({ event }) => (event.type === 'instance-requested' ? [event.data.instanceId] : []));

const erase = (send: (mail: OutgoingMail) => Promise<void> = () => Promise.resolve(), time = virtualTime()) => {
  const reservations = createReservations({ log, keyedHash: (purpose, value) => `${purpose} ${value}` });
  const work = erasureWork({
    log,
    reservations,
    directory: { remove: () => Promise.resolve() },
    accountIdOf: () => Promise.resolve(accountId),
    keyVault: { destroy: () => Promise.resolve() },
    mailer: { send },
    ownedInstances: { of: () => Promise.resolve(idsOf(log)) },
  });
  return runWork(log, work, `${accountId}.${erasureId}`, time);
};

const phase = async (): Promise<string> => (await loadAccount(log, accountId)).phase;

describe('an erasure whose last mail cannot be sent', () => {
  it.each<MailFailure>(['denied', 'rejected'])('goes on when it is refused for good: %s', async (failure) => {
    let tries = 0;
    const state = await erase(() => {
      tries += 1;
      return Promise.reject(new MailError(failure, 'ada@example.org is not welcome here.'));
    });
    expect(await phase()).toBe('erased');
    expect(tries).toBe(1);
    const { facts } = stepOf(state, 'say-goodbye') ?? {};
    expect(facts).toEqual({ sent: 'no', why: 'The mail service refused it.' });
  });

  it.each<MailFailure>(['unreachable', 'busy'])('waits a while, at most an hour, then goes on: %s', async (failure) => {
    const time = virtualTime();
    const began = Date.parse(time.clock());
    const state = await erase(() => Promise.reject(new MailError(failure, 'No answer.')), time);
    const minutes = (Date.parse(time.clock()) - began) / 60_000;
    expect(await phase()).toBe('erased');
    expect(minutes).toBeGreaterThan(15);
    expect(minutes).toBeLessThan(60);
    expect(stepOf(state, 'say-goodbye')?.facts).toEqual({
      sent: 'no',
      why: 'The mail service did not take it in time.',
    });
  });

  it('tries again while there is hope', async () => {
    let tries = 0;
    const state = await erase(() => {
      tries += 1;
      return tries < 3 ? Promise.reject(new MailError('unreachable', 'No answer.')) : Promise.resolve();
    });
    expect(await phase()).toBe('erased');
    expect(stepOf(state, 'say-goodbye')?.facts).toEqual({ sent: 'yes' });
  });

  it('goes on for somebody who has no address', async () => {
    await happened(log, { ...linked, data: { ...linked.data, email: '' } });
    let tries = 0;
    await erase(() => {
      tries += 1;
      return Promise.resolve();
    });
    expect([await phase(), tries]).toEqual(['erased', 0]);
  });
});

describe('an instance of whoever is being erased', () => {
  it('is ended also when it was asked for after the others were, and its names are free', async () => {
    const state = await erase(async () => {
      // Somebody who was let in before has this under way since then.
      await happened(
        log,
        { type: 'reservation-made', data: { kind: 'hostname', value: 'late', holder: 'late', until: '2026-02-01' } },
        requested('late'),
      );
    });
    expect(state.phase).toBe('succeeded');
    expect((await loadInstance(log, 'late')).status).toBe('withdrawn');
    const types = log.all().map(({ event }) => event.type);
    expect(types.indexOf('instance-request-withdrawn')).toBeLessThan(types.indexOf('account-erased'));
    expect(log.all().map(({ event }) => event)).toContainEqual({
      type: 'reservation-released',
      data: { kind: 'hostname', value: 'late', holder: 'late' },
    });
  });

  it('is waited for without standing in the way of others', async () => {
    await happened(log, ...running('web'), requested('new'), approved('new'));
    const time = virtualTime();
    let paused = 0;
    let looks = 0;
    const pause = (milliseconds: number): Promise<void> => {
      paused += 1;
      return time.pause(milliseconds);
    };
    const { moveTo } = time;
    const state = await erase(undefined, {
      ...time,
      pause,
      // What it waits for goes on meanwhile.
      moveTo: (moment) => {
        looks += 1;
        moveTo(moment);
      },
    });
    expect(paused).toBe(0);
    expect(looks).toBeGreaterThan(10);
    expect(state).toMatchObject({ phase: 'parked' });
    expect(stepOf(state, 'delete-instances')?.cause).toBe('2 of their instances are not deleted yet.');
  });
});
