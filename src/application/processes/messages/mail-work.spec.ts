import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../../../domain/events.ts';
import { stepOf } from '../../../domain/process/process-state.ts';
import type { StepFacts } from '../../../domain/process/process-events.ts';
import { accountStream } from '../../use-cases/accounts/load-account.ts';
import { accountId, happened, linked } from '../accounts/testing/owner-history.ts';
import { runWork } from '../kernel/testing/run-work.ts';
import { memoryLog } from '../provisioning/testing/memory-log.ts';
import { virtualTime } from '../provisioning/testing/provisioning-world.ts';
import { mailWork } from './mail-work.ts';

const until = '2026-01-01T01:00:00.000Z';
const linkIssued: NetsocEvent = {
  type: 'link-issued',
  data: { accountId, linkId: 'link-1', purpose: 'password-reset', tokenHash: 'hash', until, changeId: null },
};
const keyAdded: NetsocEvent = {
  type: 'ssh-key-added',
  data: { accountId, changeId: 'change-1', fingerprint: 'SHA256:abc', keyType: 'ssh-ed25519' },
};

/** What became of the mail about an event when it is sent at a time (ISO). */
const sentAt = async (now: string, event: NetsocEvent): Promise<StepFacts | undefined> => {
  const log = memoryLog();
  await happened(log, linked, event);
  const time = virtualTime();
  time.moveTo(now);
  const work = mailWork({
    log,
    secrets: { secretOf: () => 'secret', hashOf: () => 'hash' },
    portalUrl: 'https://cloud.example.org',
    mailer: { send: () => Promise.resolve() },
  });
  const topic = event.type === 'link-issued' ? 'reset-password' : event.type;
  const state = await runWork(log, work, `${topic}.${accountStream(accountId)}.1`, time);
  return stepOf(state, 'send')?.facts;
};

describe('a mail that goes out late', () => {
  it('is sent while its link works, and not afterwards', async () => {
    expect(await sentAt('2026-01-01T00:59:59.999Z', linkIssued)).toEqual({ sent: 'yes' });
    expect(await sentAt(until, linkIssued)).toEqual({ sent: 'no', why: 'Its link no longer works.' });
  });

  it('is sent for a week when it is news, and not afterwards', async () => {
    expect(await sentAt('2026-01-07T23:59:59.999Z', keyAdded)).toEqual({ sent: 'yes' });
    expect(await sentAt('2026-01-08T00:00:00.001Z', keyAdded)).toEqual({
      sent: 'no',
      why: 'It happened more than a week ago.',
    });
  });
});
