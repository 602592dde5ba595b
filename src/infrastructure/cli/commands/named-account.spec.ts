import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { namedAccount } from './named-account.ts';
import type { Account } from './named-account.ts';

const act = { allowed: true, reason: null };

const accountOf = (id: string, username: string, state: Account['state']): Account => ({
  id,
  username,
  email: `${username}@student.netsoc.invalid`,
  displayName: username,
  state,
  disabled: false,
  disabledReason: null,
  erasureDueAt: null,
  instances: 0,
  since: '2026-11-01T00:00:00.000Z',
  changedAt: '2026-11-01T00:00:00.000Z',
  revision: 0,
  acts: { disable: act, enable: act, resendVerification: act },
});

/** A server that finds these, whatever is searched for. */
const finding = (...items: readonly Account[]) => ({
  get: <Schema extends z.ZodType>(_path: string, schema: Schema) =>
    Promise.resolve(schema.parse({ items, total: items.length })),
});

describe('an account named at the command line', () => {
  it('is the one with exactly that username, not one that holds it', async () => {
    const client = finding(accountOf('1', 'adamant', 'active'), accountOf('2', 'ada', 'active'));
    expect(await namedAccount(client, 'ada')).toMatchObject({ id: '2' });
  });

  it('is asked for by its id when several have the username', async () => {
    const client = finding(accountOf('1', 'ada', 'active'), accountOf('2', 'ada', 'waiting'));
    await expect(namedAccount(client, 'ada')).rejects.toMatchObject({
      exitCode: 2,
      message: 'Several accounts have the username ada; name one by its id: 1 (active), 2 (waiting)',
    });
  });

  it('must exist', async () => {
    await expect(namedAccount(finding(), 'ada')).rejects.toMatchObject({
      exitCode: 4,
      message: 'There is no account ada.',
    });
  });
});
