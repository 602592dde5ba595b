import type { MailTopic } from '../../../domain/messages/message-rules.ts';
import type { NetsocEvent } from '../../../domain/events.ts';

/** A history whose last event is told by a mail, and the stream of that event. */
export type Told = Readonly<{ history: readonly NetsocEvent[]; streamId: string }>;

const accountId = '8f7b2c1e-1111-4222-8333-444455556666';
const instanceId = 'i-1';
const time = '2026-05-11T12:00:00.000Z';

/** Ada as the directory knows her; her instance is `web`. */
export const ada = { accountId, username: 'ada', email: 'ada@example.org', displayName: 'Ada Lovelace' };

export const linked: NetsocEvent = { type: 'account-linked', data: ada };
const signedUp: NetsocEvent = { type: 'sign-up-received', data: { ...ada, termsVersion: '2026-01', until: time } };

export const linkIssued = (
  purpose: 'verification' | 'password-reset' | 'email-change',
  changeId: string | null = null,
): NetsocEvent => ({
  type: 'link-issued',
  data: { accountId, linkId: 'link-1', purpose, tokenHash: 'hash', until: time, changeId },
});

export const emailWished = (changeId: string, email: string): NetsocEvent => ({
  type: 'email-change-requested',
  data: { accountId, changeId, email },
});

export const emailChanged = (email: string, previous: string): NetsocEvent => ({
  type: 'email-changed',
  data: { accountId, changeId: 'change-1', email, previous },
});

export const requested: NetsocEvent = {
  type: 'instance-requested',
  data: {
    instanceId,
    owner: accountId,
    kind: 'lxc',
    templateId: 'debian-13',
    hostname: 'web',
    defaultDomain: 'web-ada-container.example.org',
    reason: 'coursework',
    resources: { cores: 1, memoryMiB: 512, diskGiB: 8, swapMiB: 0 },
  },
};
const approved: NetsocEvent = { type: 'instance-request-approved', data: { instanceId } };
const provisioned: NetsocEvent = {
  type: 'instance-provisioned',
  data: { instanceId, node: 'pve1', vmid: 10_001, address: '10.10.10.7' },
};
const suspended: NetsocEvent = { type: 'instance-suspended', data: { instanceId, because: 'owner-disabled' } };

const ofAccount = (...history: readonly NetsocEvent[]): Told => ({ history, streamId: `account-${accountId}` });
const ofInstance = (...history: readonly NetsocEvent[]): Told => ({
  history: [linked, ...history],
  streamId: `instance-${instanceId}`,
});

/** What leads to a mail of each topic. */
export const told: Readonly<Record<MailTopic, Told>> = {
  'already-registered': ofAccount(linked, { type: 'sign-up-repeated', data: { accountId, quietUntil: time } }),
  'verify-email': ofAccount(signedUp, linkIssued('verification')),
  'reset-password': ofAccount(linked, linkIssued('password-reset')),
  'confirm-email': ofAccount(
    linked,
    emailWished('change-1', 'new@example.org'),
    linkIssued('email-change', 'change-1'),
  ),
  welcome: ofAccount(
    signedUp,
    { type: 'email-verified', data: { accountId, linkId: 'link-1' } },
    { type: 'account-activated', data: { accountId } },
  ),
  'password-changed': ofAccount(linked, {
    type: 'password-changed',
    data: { accountId, changeId: 'change-1', by: 'owner', linkId: null },
  }),
  'email-changed': ofAccount(
    linked,
    emailWished('change-1', 'new@example.org'),
    emailChanged('new@example.org', ada.email),
  ),
  'ssh-key-added': ofAccount(linked, {
    type: 'ssh-key-added',
    data: { accountId, changeId: 'change-1', fingerprint: 'SHA256:abc', keyType: 'ssh-ed25519' },
  }),
  'account-disabled': ofAccount(linked, {
    type: 'account-disabled',
    data: { accountId, reason: 'mined coins', instances: 'stop' },
  }),
  'account-enabled': ofAccount(linked, { type: 'account-enabled', data: { accountId } }),
  'erasure-requested': ofAccount(linked, {
    type: 'erasure-requested',
    data: { accountId, erasureId: 'erasure-1', dueAt: time },
  }),
  'erasure-withdrawn': ofAccount(linked, {
    type: 'erasure-withdrawn',
    data: { accountId, erasureId: 'erasure-1' },
  }),
  'request-received': ofInstance(requested),
  'request-approved': ofInstance(requested, approved),
  'request-refused': ofInstance(requested, {
    type: 'instance-request-refused',
    data: { instanceId, reason: 'no room', owner: accountId },
  }),
  'request-given-up': ofInstance(requested, approved, {
    type: 'instance-provisioning-abandoned',
    data: { instanceId, reason: 'disk full' },
  }),
  'instance-ready': ofInstance(requested, approved, provisioned),
  'instance-suspended': ofInstance(requested, approved, provisioned, suspended),
  'instance-resumed': ofInstance(requested, approved, provisioned, suspended, {
    type: 'instance-resumed',
    data: { instanceId },
  }),
};
