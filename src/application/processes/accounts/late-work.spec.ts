import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../../../domain/events.ts';
import type { Directory } from '../../ports/directory.ts';
import type { EventLog } from '../../ports/event-log.ts';
import { createReservations } from '../../use-cases/reservations.ts';
import type { ProcessWork } from '../kernel/step-effect.ts';
import { runWork } from '../kernel/testing/run-work.ts';
import { memoryLog } from '../provisioning/testing/memory-log.ts';
import { activationWork } from './activation-work.ts';
import { signUpWork } from './sign-up-work.ts';
import { accountId, happened, signedUp } from './testing/owner-history.ts';

const never = (): never => {
  throw new Error('nobody is to be asked');
};
const noDirectory = new Proxy({} as Directory, { get: () => never });

const works: Readonly<Record<string, (log: EventLog) => ProcessWork>> = {
  'sign-up': (log) => signUpWork(of(log)),
  activation: (log) => activationWork(of(log)),
};
const of = (log: EventLog) => ({
  log,
  directory: noDirectory,
  reservations: createReservations({ log, keyedHash: (purpose, value) => `${purpose} ${value}` }),
  accountIdOf: never,
  linkAccount: never,
  issueLink: never,
  keyVault: { destroy: never },
  newUserGroups: ['members'],
});

describe('work that is late', () => {
  const lapsed: NetsocEvent = { type: 'sign-up-lapsed', data: { accountId } };

  // Work that never began would be due for ever.
  it.each(['sign-up', 'activation'])(
    'comes to its end without doing anything when the sign-up has lapsed: %s',
    async (kind) => {
      const log = memoryLog();
      await happened(log, signedUp, lapsed);
      const before = log.all().length;
      const work = works[kind] ?? never();
      expect((await runWork(log, work(log), accountId)).phase).toBe('succeeded');
      expect(
        log
          .all()
          .slice(before)
          .map(({ streamId }) => streamId),
      ).toEqual(expect.not.arrayContaining([`account-${accountId}`]));
    },
  );
});
