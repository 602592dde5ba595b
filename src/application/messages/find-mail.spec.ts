import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../../domain/events.ts';
import { mailTopicOf } from '../../domain/messages/message-rules.ts';
import type { MailTopic } from '../../domain/messages/message-rules.ts';
import { erased } from '../../domain/personal-data.ts';
import type { LinkSecrets } from '../ports/link-secrets.ts';
import { memoryLog } from '../processes/provisioning/testing/memory-log.ts';
import { accountStream } from '../use-cases/accounts/load-account.ts';
import { readLinkToken } from '../use-cases/accounts/single-use-link.ts';
import { findMail } from './find-mail.ts';
import type { FoundMail } from './find-mail.ts';
import { ada, emailChanged, emailWished, linked, linkIssued, requested, told } from './testing/told-histories.ts';
import type { Told } from './testing/told-histories.ts';
import { wordsOf } from './testing/words-of.ts';

const portalUrl = 'https://cloud.example.org';
const at = '2026-05-04T12:00:00.000Z';
const topics = Object.keys(told) as readonly MailTopic[];

const secrets: LinkSecrets = {
  secretOf: ({ accountId, linkId }) => hash('sha256', `${accountId} ${linkId}`, 'base64url'),
  hashOf: (secret) => hash('sha256', secret, 'hex'),
};

const streamOf = ({ data }: NetsocEvent): string => {
  if ('instanceId' in data) return `instance-${data.instanceId}`;
  return 'accountId' in data ? `account-${data.accountId}` : 'nowhere';
};

/** The mail about the last event of a stream in a history, or one `beyond` it; `later` happens before it is looked for. */
const mailAbout = async (
  topic: MailTopic,
  { history, streamId }: Told,
  later: readonly NetsocEvent[] = [],
  beyond = 0,
): Promise<FoundMail | undefined> => {
  const log = memoryLog();
  const actor = { type: 'system', id: 'test' } as const;
  const context = {
    commandId: 'c',
    correlationId: 'c',
    causationId: 'c',
    actor,
    source: { channel: 'http' },
    at,
  } as const;
  const write = async (event: NetsocEvent) => log.append(await log.load(streamOf(event)), [event], context);
  for (const event of history) await write(event);
  const { revision } = await log.load(streamId);
  for (const event of later) await write(event);
  return findMail({ log, secrets, portalUrl }, { topic, streamId, revision: Number(revision) + beyond });
};

describe.each(topics)('the mail %s', (topic) => {
  it('is about the last event of the history that is told here', () => {
    const [last] = told[topic].history.slice(-1);
    expect(last && mailTopicOf(last)).toBe(topic);
  });

  it('is found, with when it happened and in words that name no secret of ours', async () => {
    const found = await mailAbout(topic, told[topic]);
    const proven = topic !== 'verify-email' && topic !== 'confirm-email';
    expect(found).toMatchObject({ at, to: { name: proven ? 'Ada Lovelace' : 'ada' } });
    expect(found && wordsOf(found.letter)).not.toMatch(/hash|link-1|change-1|erasure-1|8f7b2c1e|Lovelace|@example/);
  });

  it('is the same for every try', async () => {
    expect(await mailAbout(topic, told[topic])).toEqual(await mailAbout(topic, told[topic]));
  });

  it('is not sent to somebody who was erased meanwhile', async () => {
    const forgotten = told[topic].history.map((event): NetsocEvent => {
      const data = Object.fromEntries(
        Object.entries(event.data).map(([field, value]: readonly [string, unknown]) => [
          field,
          ['username', 'email', 'displayName', 'previous', 'reason', 'defaultDomain'].includes(field) ? erased : value,
        ]),
      );
      // As the log reads once the key is destroyed: the same fields.
      return { type: event.type, data } as NetsocEvent;
    });
    const gone: NetsocEvent = { type: 'account-erased', data: { accountId: ada.accountId } };
    expect(await mailAbout(topic, { ...told[topic], history: forgotten })).toBeUndefined();
    expect(await mailAbout(topic, { ...told[topic], history: forgotten }, [gone])).toBeUndefined();
  });
});

describe('a mail goes to', () => {
  it.each(topics.filter((topic) => topic !== 'confirm-email'))('the address that its person has: %s', async (topic) => {
    expect((await mailAbout(topic, told[topic]))?.to.email).toBe('ada@example.org');
  });

  it('the new address, to see whether it is theirs', async () => {
    expect((await mailAbout('confirm-email', told['confirm-email']))?.to.email).toBe('new@example.org');
  });

  it('the address before, when it was changed', async () => {
    expect((await mailAbout('email-changed', told['email-changed']))?.to).toEqual({
      email: 'ada@example.org',
      name: 'Ada Lovelace',
    });
  });

  it('the address that an account had when it happened', async () => {
    const moved = [emailChanged('new@example.org', ada.email)];
    expect((await mailAbout('password-changed', told['password-changed'], moved))?.to.email).toBe('ada@example.org');
  });

  it('the address that the owner of an instance has now', async () => {
    const moved = [emailChanged('new@example.org', ada.email)];
    expect((await mailAbout('request-approved', told['request-approved'], moved))?.to.email).toBe('new@example.org');
  });

  it('the newest wish for another address, and not to one that gave way to it', async () => {
    const history = [
      linked,
      emailWished('change-1', 'first@example.org'),
      emailWished('change-2', 'second@example.org'),
      linkIssued('email-change', 'change-2'),
    ];
    const streamId = accountStream(ada.accountId);
    expect((await mailAbout('confirm-email', { history, streamId }))?.to.email).toBe('second@example.org');
    const late = [...history.slice(0, -1), linkIssued('email-change', 'change-1')];
    expect(await mailAbout('confirm-email', { history: late, streamId })).toBeUndefined();
  });
});

describe('no mail is found', () => {
  it('about an event that is not there', async () => {
    const log = memoryLog();
    const subject = { topic: 'welcome', streamId: accountStream(ada.accountId), revision: 0 } as const;
    expect(await findMail({ log, secrets, portalUrl }, subject)).toBeUndefined();
    expect(await findMail({ log, secrets, portalUrl }, { ...subject, streamId: 'instance-i-1' })).toBeUndefined();
    for (const topic of ['welcome', 'request-approved'] as const) {
      expect(await mailAbout(topic, told[topic], [], 1)).toBeUndefined();
    }
  });

  it('about an event that nobody is told of', async () => {
    const history: readonly NetsocEvent[] = [
      linked,
      { type: 'sessions-ended', data: { accountId: ada.accountId, kept: null } },
    ];
    expect(await mailAbout('welcome', { history, streamId: accountStream(ada.accountId) })).toBeUndefined();
  });

  it('for an owner whom nobody knows', async () => {
    expect(await mailAbout('request-received', { history: [requested], streamId: 'instance-i-1' })).toBeUndefined();
  });

  it.each(topics.filter((topic) => told[topic].streamId.startsWith('instance-')))(
    'about an instance whose owner is being erased, whose end is their own wish: %s',
    async (topic) => {
      const begun: NetsocEvent = { type: 'erasure-begun', data: { accountId: ada.accountId } };
      expect(await mailAbout(topic, told[topic], [begun])).toBeUndefined();
    },
  );

  it('about an instance whose owner was erased, even before their key is destroyed', async () => {
    const gone: NetsocEvent = { type: 'account-erased', data: { accountId: ada.accountId } };
    expect(await mailAbout('request-approved', told['request-approved'], [gone])).toBeUndefined();
  });
});

describe('the link in a mail', () => {
  it.each(['verify-email', 'reset-password', 'confirm-email'] as const)(
    'opens what the history knows by its hash: %s',
    async (topic) => {
      const url = (await mailAbout(topic, told[topic]))?.letter.action?.url ?? '';
      const { accountId } = ada;
      const tokenHash = secrets.hashOf(secrets.secretOf({ accountId, linkId: 'link-1' }));
      expect(readLinkToken(new URL(url).hash.replace('#token=', ''), secrets)).toEqual({ accountId, tokenHash });
    },
  );
});

describe('the words of others in a mail', () => {
  it.each([
    ['account-disabled', 'mined coins'],
    ['request-refused', 'no room'],
    ['request-given-up', 'disk full'],
  ] as const)('are marked as theirs: %s', async (topic, reason) => {
    expect((await mailAbout(topic, told[topic]))?.letter.quote).toBe(reason);
  });
});
