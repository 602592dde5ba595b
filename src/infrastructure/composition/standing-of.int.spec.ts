import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountStream } from '../../application/use-cases/accounts/load-account.ts';
import type { AccountEvent } from '../../domain/account/account-events.ts';
import {
  activated,
  ada,
  disabled,
  enabled,
  erased,
  erasureBegun,
  erasureRequested,
  linked,
  sessionsEnded,
  signedUp,
  verified,
} from '../../domain/account/testing/account-history.ts';
import { openReadModels } from '../../projections/read-models.ts';
import { openEventLog, silent } from '../event-log/testing/open-event-log.ts';
import type { OpenedEventLog } from '../event-log/testing/open-event-log.ts';
import { standingOf } from './standing-of.ts';

let opened: OpenedEventLog;

beforeEach(async () => {
  opened = await openEventLog();
});
afterEach(() => opened.close());

const happened = async (events: readonly AccountEvent[]): Promise<void> => {
  const { log } = opened;
  for (const [index, event] of events.entries()) {
    const commandId = randomUUID();
    await log.append(await log.load(accountStream(ada.accountId)), [event], {
      commandId,
      correlationId: commandId,
      causationId: commandId,
      actor: { type: 'system', id: 'spec' },
      source: { channel: 'process' },
      at: `2026-05-04T12:00:0${String(index)}.000Z`,
    });
  }
};

/** What is said while the read model is made anew, and once it is live. */
const standings = async () => {
  const models = await openReadModels({
    directory: join(opened.folder, 'read-models'),
    log: opened.log,
    logSource: { module: 'unused', options: {} },
    logger: silent,
  });
  try {
    expect(await models.engine.waitUntilLive(30_000)).toBe(true);
    const live = await standingOf(models, opened.log)(ada.accountId);
    const behind = { ...models, engine: { ...models.engine, isLive: () => false } };
    const accountList = { ...models.accountList, standing: () => undefined };
    return { live, before: await standingOf({ ...behind, accountList }, opened.log)(ada.accountId) };
  } finally {
    await models.close();
  }
};

describe('whether somebody may come in', () => {
  it.each<[string, readonly AccountEvent[], object]>([
    ['in use', [linked], { phase: 'active', disabled: false, sessionsEnded: null, sessionKept: null }],
    ['signed up', [signedUp, verified(), activated], { phase: 'active', disabled: false }],
    ['disabled', [linked, disabled], { phase: 'active', disabled: true }],
    ['enabled again', [linked, disabled, enabled], { disabled: false }],
    [
      'to sign in anew',
      [linked, sessionsEnded(), sessionsEnded('session-1')],
      { sessionsEnded: '2026-05-04T12:00:02.000Z', sessionKept: 'session-1' },
    ],
    ['being erased', [linked, erasureRequested(), erasureBegun], { phase: 'erasing' }],
    ['erased', [linked, disabled, erasureRequested(), erasureBegun, erased], { phase: 'erased' }],
  ])('is known of an account that is %s, also while the read model does not answer yet', async (_, history, known) => {
    await happened(history);
    const { live, before } = await standings();

    expect(before).toMatchObject(known);
    expect(before).toEqual(live);
  });

  it('is for the directory to say of whom nothing was ever written', async () => {
    expect(await standings()).toEqual({ live: undefined, before: undefined });
  });
});
