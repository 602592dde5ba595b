import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NetsocEvent } from '../events.ts';
import type { LinkPurpose } from '../account/sign-up-events.ts';
import type { PasswordChangeBy } from '../account/password-events.ts';
import { eventsOf } from '../process/testing/process-histories.ts';
import { chatTopicOf, formatMessageSubject, mailTopicOf, parseMessageSubject } from './message-rules.ts';

const accountId = 'a-1';
const instanceId = 'i1';
const changeId = 'c-1';
const ofAccount = { accountId, changeId };
const key = { key: 'ssh-ed25519 AAAAC3Nz', fingerprint: 'SHA256:abc', keyType: 'ssh-ed25519' };
const particulars = { username: 'ada', email: 'ada@example.org', displayName: 'Ada' };

const requested: NetsocEvent = {
  type: 'instance-requested',
  data: {
    instanceId,
    owner: accountId,
    kind: 'lxc',
    templateId: 'debian-13',
    hostname: 'web',
    defaultDomain: 'web-ada-container.example.org',
    reason: 'thesis',
    resources: { cores: 1, memoryMiB: 512, diskGiB: 8, swapMiB: 0 },
  },
};

const link = (purpose: LinkPurpose): NetsocEvent => ({
  type: 'link-issued',
  data: { accountId, linkId: 'link-1', purpose, tokenHash: 'hash', until: '2026-05-04T13:00:00.000Z', changeId: null },
});
const passwordChanged = (by: PasswordChangeBy): NetsocEvent => ({
  type: 'password-changed',
  data: { ...ofAccount, by, linkId: null },
});

describe('a person is told by mail', () => {
  it.each<[string, NetsocEvent]>([
    ['already-registered', { type: 'sign-up-repeated', data: { accountId, quietUntil: '2026' } }],
    ['verify-email', link('verification')],
    ['reset-password', link('password-reset')],
    ['confirm-email', link('email-change')],
    ['welcome', { type: 'account-activated', data: { accountId } }],
    ['password-changed', passwordChanged('owner')],
    ['password-changed', passwordChanged('password-reset')],
    [
      'email-changed',
      { type: 'email-changed', data: { ...ofAccount, email: 'b@example.org', previous: 'a@example.org' } },
    ],
    ['ssh-key-added', { type: 'ssh-key-added', data: { ...ofAccount, fingerprint: 'SHA256:abc', keyType: 'ssh-rsa' } }],
    ['account-disabled', { type: 'account-disabled', data: { accountId, reason: 'x', instances: 'stay' } }],
    ['account-enabled', { type: 'account-enabled', data: { accountId } }],
    ['erasure-requested', { type: 'erasure-requested', data: { accountId, erasureId: 'e-1', dueAt: '2026' } }],
    ['erasure-withdrawn', { type: 'erasure-withdrawn', data: { accountId, erasureId: 'e-1' } }],
    ['request-received', requested],
    ['request-approved', { type: 'instance-request-approved', data: { instanceId } }],
    ['request-refused', { type: 'instance-request-refused', data: { instanceId, reason: 'no', owner: accountId } }],
    ['request-given-up', { type: 'instance-provisioning-abandoned', data: { instanceId, reason: 'full' } }],
    [
      'instance-ready',
      { type: 'instance-provisioned', data: { instanceId, node: 'pve1', vmid: 100, address: '10.0.0.1' } },
    ],
    ['instance-suspended', { type: 'instance-suspended', data: { instanceId, because: 'owner-disabled' } }],
    ['instance-resumed', { type: 'instance-resumed', data: { instanceId } }],
  ])('%s', (topic, event) => {
    expect(mailTopicOf(event)).toBe(topic);
  });
});

describe('nobody is told by mail', () => {
  it.each(['registered', 'waiting'] as const)(
    'of a sign-up that is turned away because its address is %s: only the owner of the address learns of it',
    (because) => {
      expect(mailTopicOf({ type: 'sign-up-turned-away', data: { accountId, because } })).toBeUndefined();
    },
  );

  it('of the password that completes a sign-up', () => {
    expect(mailTopicOf(passwordChanged('verification'))).toBeUndefined();
  });

  it.each<NetsocEvent>([
    { type: 'account-linked', data: { accountId, ...particulars } },
    { type: 'sign-up-received', data: { accountId, ...particulars, termsVersion: '1', until: '2026' } },
    { type: 'sign-up-lapsed', data: { accountId } },
    { type: 'email-verified', data: { accountId, linkId: 'link-1' } },
    { type: 'password-change-begun', data: { ...ofAccount, by: 'owner', linkId: null, until: '2026' } },
    { type: 'password-change-failed', data: { ...ofAccount, cause: 'too short' } },
    { type: 'ssh-key-submitted', data: { ...ofAccount, ...key } },
    { type: 'ssh-key-removal-requested', data: { ...ofAccount, ...key } },
    { type: 'ssh-key-removed', data: { ...ofAccount, fingerprint: 'SHA256:abc', keyType: 'ssh-rsa' } },
    { type: 'display-name-chosen', data: { ...ofAccount, displayName: 'Ada' } },
    { type: 'display-name-changed', data: { ...ofAccount, displayName: 'Ada' } },
    { type: 'email-change-requested', data: { ...ofAccount, email: 'b@example.org' } },
    { type: 'email-change-confirmed', data: { ...ofAccount, linkId: 'link-1' } },
    { type: 'profile-change-refused', data: { ...ofAccount, cause: 'taken' } },
    { type: 'sessions-ended', data: { accountId, kept: null } },
    { type: 'erasure-begun', data: { accountId } },
    { type: 'account-erased', data: { accountId } },
    { type: 'personal-data-exported', data: { accountId } },
    { type: 'password-reset-requested', data: { requestId: 'r-1', email: 'a@example.org' } },
    { type: 'instance-request-withdrawn', data: { instanceId } },
    { type: 'instance-deletion-begun', data: { instanceId, because: 'owner-erased' } },
    { type: 'instance-deleted', data: { instanceId } },
    eventsOf('provisioning-i1').parked('create-guest'),
  ])('of $type', (event) => {
    expect(mailTopicOf(event)).toBeUndefined();
  });
});

describe('the admins’ chat is told', () => {
  it('of a request that waits for them', () => {
    expect(chatTopicOf(requested)).toBe('request-waits');
  });

  it.each(['provisioning-i1', 'sign-up-a1', 'mail-welcome.account-a1.3', 'teleportation-i1'])(
    'of work that waits for them: %s',
    (processId) => expect(chatTopicOf(eventsOf(processId).parked('x'))).toBe('work-parked'),
  );

  it('nothing of what could not be told', () => {
    expect(chatTopicOf(eventsOf('chat-request-waits.instance-i1.0').parked('post'))).toBeUndefined();
  });

  it.each<NetsocEvent>([
    eventsOf('provisioning-i1').failed('create-guest', null),
    { type: 'instance-request-approved', data: { instanceId } },
    { type: 'account-disabled', data: { accountId, reason: 'x', instances: 'stay' } },
  ])('nothing of $type', (event) => {
    expect(chatTopicOf(event)).toBeUndefined();
  });
});

describe('what a message is about', () => {
  it('is written as topic, stream and revision', () => {
    const subject = { topic: 'request-approved', streamId: 'instance-i1', revision: 3 };
    expect(formatMessageSubject(subject)).toBe('request-approved.instance-i1.3');
  });

  it('is read back as it was written, whatever the stream is called', () => {
    const topic = fc.stringMatching(/^[a-z]+(-[a-z]+)*$/);
    const streamId = fc.stringMatching(/^[a-z0-9.-]+$/);
    fc.assert(
      fc.property(topic, streamId, fc.maxSafeNat(), (...[name, stream, revision]) => {
        const subject = { topic: name, streamId: stream, revision };
        expect(parseMessageSubject(formatMessageSubject(subject))).toEqual(subject);
      }),
    );
  });

  it.each(['', 'welcome', 'welcome.account-a1', 'welcome.account-a1.x', '.account-a1.3', 'Welcome.account-a1.3'])(
    'is nothing that was written otherwise: %j',
    (subject) => expect(() => parseMessageSubject(subject)).toThrow(`no message is about ${subject}`),
  );
});
