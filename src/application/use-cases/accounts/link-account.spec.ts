import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountEvent } from '../../../domain/account/account-events.ts';
import { ada, historyTo, signedUp } from '../../../domain/account/testing/account-history.ts';
import { memoryLog } from '../../processes/provisioning/testing/memory-log.ts';
import type { CommandContext } from '../command-context.ts';
import { createReservations } from '../reservations.ts';
import type { Reservations } from '../reservations.ts';
import { createAccountIdOf } from './link-account.ts';
import type { AccountIdOf } from './link-account.ts';
import { accountStream } from './load-account.ts';

const now = '2026-05-04T12:00:00.000Z';
const context = (): CommandContext => ({
  commandId: randomUUID(),
  correlationId: randomUUID(),
  actor: { type: 'system', id: 'test' },
  source: { channel: 'process' },
  now,
});
const { accountId, username } = ada;
const entry = { directoryId: 'entry-1', username, madeFor: undefined };
const marked = { ...entry, madeFor: accountId };

let log: ReturnType<typeof memoryLog>;
let reservations: Reservations;
let accountIdOf: AccountIdOf;
/** The id of an entry that nobody signed up for. */
let derived: string;
beforeEach(async () => {
  log = memoryLog();
  const keyedHash = (purpose: string, value: string): string =>
    createHash('sha256').update(`${purpose} ${value}`).digest('hex');
  reservations = createReservations({ log, keyedHash });
  accountIdOf = createAccountIdOf({ log, reservations });
  derived = await accountIdOf(entry, now);
});

const given = async (history: readonly AccountEvent[]): Promise<void> => {
  const { commandId, correlationId, actor, source } = context();
  const stream = await log.load(accountStream(accountId));
  await log.append(stream, history, { commandId, correlationId, causationId: commandId, actor, source, at: now });
};
const claim = (holder: string): Promise<void> =>
  reservations.reserve([{ kind: 'directory', value: entry.directoryId, holder }], context());

describe('the account of somebody in FreeIPA', () => {
  it('follows from the entry when somebody else entered them, whatever their username becomes', async () => {
    expect(await accountIdOf({ ...entry, username: 'countess' }, now)).toBe(derived);
    expect(await accountIdOf({ ...entry, directoryId: 'entry-2' }, now)).not.toBe(derived);
  });

  it('is the one that claimed the entry, whatever the mark says', async () => {
    await given(historyTo.verified);
    await claim('another account');
    expect(await accountIdOf(entry, now)).toBe('another account');
    expect(await accountIdOf(marked, now)).toBe('another account');
  });

  it('is the one that the entry was made for, while that is being set up and has not claimed it yet', async () => {
    await given(historyTo.verified);
    expect(await accountIdOf(marked, now)).toBe(accountId);
  });

  it('is not got by the mark of an account on an entry with another name', async () => {
    await given(historyTo.verified);
    expect(await accountIdOf({ ...marked, username: 'mallory' }, now)).toBe(derived);
  });

  it.each(['unknown', 'turned-away', 'lapsed', 'active', 'erasing', 'erased'] as const)(
    'is not got by the mark of an account that is %s',
    async (phase) => {
      await given(historyTo[phase]);
      expect(await accountIdOf(marked, now)).toBe(derived);
    },
  );

  it('is not got by the mark of a sign-up whose address nobody has verified', async () => {
    await given([signedUp]);
    expect(await accountIdOf(marked, now)).toBe(derived);
  });

  it('is the right one also when it claims the entry between two looks', async () => {
    await given(historyTo.verified);
    let looks = 0;
    const claimedAfterwards: Pick<Reservations, 'holderOf'> = {
      holderOf: async (...value) => {
        const holder = await reservations.holderOf(...value);
        looks += 1;
        if (looks === 1) {
          await claim(accountId);
          await given([{ type: 'account-activated', data: { accountId } }]);
        }
        return holder;
      },
    };
    expect(await createAccountIdOf({ log, reservations: claimedAfterwards })(marked, now)).toBe(accountId);
  });
});
