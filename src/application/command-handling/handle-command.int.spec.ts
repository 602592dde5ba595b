import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountDecider } from '../../domain/account/account-decider.ts';
import { openEventLog } from '../../infrastructure/event-log/testing/open-event-log.ts';
import type { OpenedEventLog } from '../../infrastructure/event-log/testing/open-event-log.ts';
import type { EventLog } from '../ports/event-log.ts';
import { EventStoreError } from '../ports/event-store.ts';
import type { CommandContext } from '../use-cases/command-context.ts';
import { handleCommand } from './handle-command.ts';

let opened: OpenedEventLog;
beforeEach(async () => {
  opened = await openEventLog();
});
afterEach(() => opened.close());

const streamId = 'account-ada';
const context = (change: Partial<CommandContext> = {}): CommandContext => ({
  commandId: randomUUID(),
  correlationId: 'correlation',
  actor: { type: 'system', id: 'test' },
  source: { channel: 'process' },
  now: '2026-05-04T12:00:00.000Z',
  ...change,
});
const rename = (username: string, change: Partial<CommandContext> = {}, log: EventLog = opened.log, fingerprint = '') =>
  handleCommand({
    log,
    decider: accountDecider,
    streamId,
    command: { type: 'link-account', accountId: 'ada', username, email: 'ada@example.org', displayName: 'Ada' },
    context: context(change),
    ...(fingerprint === '' ? {} : { fingerprint }),
  });

/** A log in which somebody else is faster, this many times. */
const contendedLog = (times: number): EventLog => {
  let lost = 0;
  return {
    ...opened.log,
    append: async (...args) => {
      if (lost < times) {
        lost += 1;
        await rename(`rival-${String(lost)}`);
      }
      return opened.log.append(...args);
    },
  };
};

describe('handling a command', () => {
  it('appends what was decided and says where it is', async () => {
    const { events, at } = await rename('ada');
    expect(events).toHaveLength(1);
    expect(at).toEqual({ revision: 0, position: await opened.log.head() });
  });

  it('appends nothing when the outcome is already true, and says where it became so', async () => {
    const first = await rename('ada');
    expect(await rename('ada')).toEqual({ events: [], at: first.at });
  });

  it('notes the command and what caused it', async () => {
    const said = context();
    await rename('ada', said);
    await rename('countess', { ...said, commandId: randomUUID(), causationId: 'event-7' });
    const { events } = await opened.log.load(streamId);
    expect(events.map(({ metadata }) => metadata.causationId)).toEqual([said.commandId, 'event-7']);
    expect(events[0]?.metadata).toMatchObject({ commandId: said.commandId, at: said.now, actor: said.actor });
  });
});

describe('a lost race', () => {
  it('is run again from the load, up to three times', async () => {
    expect((await rename('ada', {}, contendedLog(3))).at?.revision).toBe(3);
  });

  it('is given up after the third time', async () => {
    await expect(rename('ada', {}, contendedLog(4))).rejects.toMatchObject({ kind: 'conflict', code: 'contended' });
  });

  it('is refused to a caller who insists on the revision they saw', async () => {
    await rename('ada');
    await expect(rename('countess', { ifRevision: 0 }, contendedLog(1))).rejects.toMatchObject({
      kind: 'conflict',
      code: 'revision-changed',
      facts: { expected: 0, actual: 1 },
    });
  });
});

describe('a command that comes again under its id', () => {
  it('is answered as the first time, whatever happened since', async () => {
    const commandId = randomUUID();
    const first = await rename('ada', { commandId }, opened.log, 'content-1');
    await rename('countess');
    const again = await rename('ada', { commandId }, opened.log, 'content-1');
    expect(again).toEqual({ events: [], at: first.at });
    expect((await opened.log.load(streamId)).events).toHaveLength(2);
  });

  it('is refused when it asks for something else', async () => {
    const commandId = randomUUID();
    await rename('ada', { commandId }, opened.log, 'content-1');
    await expect(rename('countess', { commandId }, opened.log, 'content-2')).rejects.toMatchObject({
      kind: 'conflict',
      code: 'idempotency-key-reused',
    });
  });

  it('is refused when it asks for something else at the very same moment', async () => {
    const commandId = randomUUID();
    const results = await Promise.allSettled([
      rename('ada', { commandId }, opened.log, 'content-1'),
      rename('countess', { commandId }, opened.log, 'content-2'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await opened.log.load(streamId)).events).toHaveLength(1);
  });
});

describe('a store that gives no answer', () => {
  it('is an error, not a refusal', async () => {
    const log: EventLog = {
      ...opened.log,
      append: () => Promise.reject(new EventStoreError('unavailable', 'no answer')),
    };
    await expect(rename('ada', {}, log)).rejects.toThrow(EventStoreError);
  });
});
