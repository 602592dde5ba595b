import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../events.ts';
import { deadlineChanges } from './deadline-rules.ts';
import { parseKeepingId } from './keeping-rules.ts';
import { parseProcessId } from './process-definition.ts';
import { eventsOf } from './testing/process-histories.ts';

const at = '2026-01-01T00:00:00.000Z';
const later = '2026-01-01T00:00:30.000Z';
const of = eventsOf('provisioning-i1');

const placed = (event: NetsocEvent) => ({ event, streamId: 'instance-i1', revision: 0, at });

/** What an event does to the list, messages about it aside. */
const changesOf = (event: NetsocEvent) =>
  deadlineChanges(placed(event)).filter((change) => !/^(mail|chat)-/.test(change.workId));

const requested: NetsocEvent = {
  type: 'instance-requested',
  data: {
    instanceId: 'i1',
    owner: 'a1',
    kind: 'lxc',
    templateId: 'debian-13',
    hostname: 'web',
    defaultDomain: 'web-ada-container.example.org',
    reason: 'thesis',
    resources: { cores: 1, memoryMiB: 512, diskGiB: 8, swapMiB: 0 },
  },
};

/** The list that a history leads to: work id and time. */
const dueAfter = (...events: readonly NetsocEvent[]): Readonly<Record<string, string>> => {
  const rows = new Map<string, string>();
  for (const event of events) {
    for (const change of changesOf(event)) {
      if (change.change === 'set') rows.set(change.workId, change.dueAt);
      else rows.delete(change.workId);
    }
  }
  return Object.fromEntries(rows);
};

describe('deadlines of a process', () => {
  it('makes the provisioning due when a request is approved', () => {
    expect(changesOf({ type: 'instance-request-approved', data: { instanceId: 'i1' } })).toEqual([
      { change: 'set', workId: 'provisioning-i1', kind: 'provisioning', subject: 'i1', dueAt: at },
    ]);
  });

  it('keeps a process due while its steps go on', () => {
    expect(dueAfter(of.started(), of.intended('choose-node'), of.succeeded('choose-node'))).toEqual({
      'provisioning-i1': at,
    });
  });

  it('waits for the time of the next try', () => {
    expect(dueAfter(of.started(), of.intended('choose-node'), of.failed('choose-node', later))).toEqual({
      'provisioning-i1': later,
    });
  });

  it('does not disturb a parked process until an admin acts', () => {
    const parked = [of.started(), of.intended('choose-node'), of.failed('choose-node', null), of.parked('choose-node')];
    expect(dueAfter(...parked)).toEqual({});
    expect(dueAfter(...parked, of.resumed())).toEqual({ 'provisioning-i1': at });
    expect(dueAfter(...parked, of.abandoned())).toEqual({ 'provisioning-i1': at });
  });

  it('is done with a completed process', () => {
    expect(dueAfter(of.started(), of.completed('succeeded'))).toEqual({});
  });

  it('leaves processes of unknown kinds alone', () => {
    expect(changesOf(eventsOf('teleportation-i1').started())).toEqual([]);
  });
});

const accountId = 'a1';
const changeId = 'c1';
const key = { key: 'ssh-ed25519 AAAAC3Nz', fingerprint: 'SHA256:abc', keyType: 'ssh-ed25519' };
const signedUp: NetsocEvent = {
  type: 'sign-up-received',
  data: {
    accountId,
    username: 'ada',
    email: 'ada@example.org',
    displayName: 'Ada',
    termsVersion: '2026-01',
    until: later,
  },
};
const verified: NetsocEvent = { type: 'email-verified', data: { accountId, linkId: 'l1' } };

describe('deadlines of what events begin', () => {
  it.each<[string, NetsocEvent]>([
    ['provisioning-i1', { type: 'instance-request-approved', data: { instanceId: 'i1' } }],
    ['power-i1.7', { type: 'instance-suspended', data: { instanceId: 'i1', because: 'owner-disabled' } }],
    ['power-i1.7', { type: 'instance-resumed', data: { instanceId: 'i1' } }],
    ['deletion-i1', { type: 'instance-deletion-begun', data: { instanceId: 'i1', because: 'owner-erased' } }],
    ['activation-a1', verified],
    ['password-reset-r1', { type: 'password-reset-requested', data: { requestId: 'r1', email: 'ada@example.org' } }],
    ['profile-change-a1.c1', { type: 'ssh-key-submitted', data: { accountId, changeId, ...key } }],
    ['profile-change-a1.c1', { type: 'ssh-key-removal-requested', data: { accountId, changeId, ...key } }],
    ['profile-change-a1.c1', { type: 'display-name-chosen', data: { accountId, changeId, displayName: 'Ada' } }],
    ['email-change-a1.c1', { type: 'email-change-confirmed', data: { accountId, changeId, linkId: 'l1' } }],
    ['standing-a1.7', { type: 'account-disabled', data: { accountId, reason: 'x', instances: 'stop' } }],
    ['standing-a1.7', { type: 'account-enabled', data: { accountId } }],
  ])('%s is due at once', (workId, event) => {
    const set = deadlineChanges({ event, streamId: 'x', revision: 7, at }).filter(
      ({ change, workId: id }) => change === 'set' && !/^(mail|chat)-/.test(id),
    );
    expect(set).toEqual([{ change: 'set', workId, ...parseProcessId(workId), dueAt: at }]);
  });

  it.each<NetsocEvent>([
    { type: 'email-change-requested', data: { accountId, changeId, email: 'ada@example.com' } },
    {
      type: 'link-issued',
      data: { accountId, linkId: 'l1', purpose: 'verification', tokenHash: '', until: '', changeId: null },
    },
    { type: 'sign-up-lapsed', data: { accountId } },
    { type: 'account-activated', data: { accountId } },
    { type: 'sessions-ended', data: { accountId, kept: null } },
    { type: 'erasure-begun', data: { accountId } },
    { type: 'account-erased', data: { accountId } },
    { type: 'personal-data-exported', data: { accountId } },
  ])('nothing but messages follows from $type', (event) => {
    expect(changesOf(event)).toEqual([]);
  });

  it('a sign-up that was turned away does not lapse', () => {
    expect(changesOf(signedUp).map(({ workId }) => workId)).toContain('lapse-a1');
    expect(changesOf({ type: 'sign-up-turned-away', data: { accountId, because: 'registered' } })).toEqual([
      { change: 'clear', workId: 'lapse-a1' },
    ]);
  });

  it('every change of standing has work of its own, so that none overtakes another unseen', () => {
    const ids = [3, 4].flatMap((revision) =>
      deadlineChanges({ event: { type: 'account-enabled', data: { accountId } }, streamId: 'x', revision, at }).map(
        ({ workId }) => workId,
      ),
    );
    expect(ids).toEqual(expect.arrayContaining(['standing-a1.3', 'standing-a1.4']));
  });
});

describe('deadlines of a sign-up', () => {
  it('lapses when its time is over', () => {
    expect(dueAfter(signedUp)).toEqual({ 'sign-up-a1': at, 'lapse-a1': later });
  });

  it('does not lapse once its address was verified', () => {
    expect(dueAfter(signedUp, eventsOf('sign-up-a1').completed('succeeded'), verified)).toEqual({
      'activation-a1': at,
    });
  });

  it('lapses all the same when an admin gave its process up', () => {
    expect(dueAfter(signedUp, eventsOf('sign-up-a1').completed('compensated'))).toEqual({ 'lapse-a1': later });
  });
});

describe('deadlines of an erasure', () => {
  const asked = (erasureId: string): NetsocEvent => ({
    type: 'erasure-requested',
    data: { accountId, erasureId, dueAt: later },
  });
  const withdrawn = (erasureId: string): NetsocEvent => ({ type: 'erasure-withdrawn', data: { accountId, erasureId } });

  it('leave time to think', () => {
    expect(dueAfter(asked('e1'))).toEqual({ 'erasure-a1.e1': later });
  });

  it('are gone when the person thought better of it, and anew when they ask anew', () => {
    expect(dueAfter(asked('e1'), withdrawn('e1'))).toEqual({});
    expect(dueAfter(asked('e1'), withdrawn('e1'), asked('e2'))).toEqual({ 'erasure-a1.e2': later });
  });
});

describe('deadlines of a password', () => {
  const begun: NetsocEvent = {
    type: 'password-change-begun',
    data: { accountId, changeId, by: 'owner', linkId: null, until: later },
  };

  it('watch over its outcome until there is one', () => {
    expect(dueAfter(begun)).toEqual({ 'password-watch-a1.c1': later });
    expect(dueAfter(begun, { type: 'password-change-failed', data: { accountId, changeId, cause: 'short' } })).toEqual(
      {},
    );
    expect(
      dueAfter(begun, { type: 'password-changed', data: { accountId, changeId, by: 'owner', linkId: null } }),
    ).toEqual({});
  });
});

describe('deadlines of messages', () => {
  const messagesOf = (event: NetsocEvent, streamId: string) =>
    deadlineChanges({ event, streamId, revision: 3, at }).filter(
      ({ change, workId }) => change === 'set' && /^(mail|chat)-/.test(workId),
    );

  it('are named for the one event that they tell of', () => {
    expect(messagesOf(requested, 'instance-i1')).toEqual([
      {
        change: 'set',
        workId: 'mail-request-received.instance-i1.3',
        kind: 'mail',
        subject: 'request-received.instance-i1.3',
        dueAt: at,
      },
      {
        change: 'set',
        workId: 'chat-request-waits.instance-i1.3',
        kind: 'chat',
        subject: 'request-waits.instance-i1.3',
        dueAt: at,
      },
    ]);
  });

  it('tell admins of parked work, but of a message that could not be posted only once', () => {
    expect(messagesOf(of.parked('create-guest'), 'provisioning-i1').map(({ workId }) => workId)).toEqual([
      'chat-work-parked.provisioning-i1.3',
    ]);
    expect(messagesOf(eventsOf('chat-x.instance-i1.3').parked('post'), 'chat-x.instance-i1.3')).toEqual([]);
  });

  it('are none where nobody is told', () => {
    expect(messagesOf(verified, 'account-a1')).toEqual([]);
  });
});

describe('deadlines of any work', () => {
  it('are named after ids only, never after a name or an address that a person chose', () => {
    const personal = [
      signedUp,
      requested,
      { type: 'password-reset-requested', data: { requestId: 'r1', email: 'ada@example.org' } },
    ] as const;
    const ids = personal.flatMap((event) => deadlineChanges(placed(event)).map(({ workId }) => workId));
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.join()).not.toMatch(/ada|example|web/i);
  });
});

describe('deadlines of reservation keeping', () => {
  const confirmed = (kind: 'hostname' | 'domain' | 'vmid'): NetsocEvent => ({
    type: 'reservation-confirmed',
    data: { kind, value: 'x', holder: 'i1' },
  });
  const released = (kind: 'hostname' | 'domain' | 'vmid'): NetsocEvent => ({
    type: 'reservation-released',
    data: { kind, value: 'x', holder: 'i1' },
  });
  const refused: NetsocEvent = {
    type: 'instance-request-refused',
    data: { instanceId: 'i1', reason: 'no', owner: 'a1' },
  };

  it('confirms the names of a request', () => {
    expect(dueAfter(requested)).toEqual({ 'confirm-hostname-i1': at, 'confirm-domain-i1': at });
    expect(dueAfter(requested, confirmed('hostname'))).toEqual({ 'confirm-domain-i1': at });
    expect(dueAfter(requested, confirmed('hostname'), confirmed('domain'))).toEqual({});
  });

  it.each<NetsocEvent>([
    refused,
    { type: 'instance-request-withdrawn', data: { instanceId: 'i1' } },
    { type: 'instance-provisioning-abandoned', data: { instanceId: 'i1', reason: 'gave up' } },
    { type: 'instance-deleted', data: { instanceId: 'i1' } },
  ])('releases the names after $type', (ended) => {
    expect(dueAfter(requested, ended)).toEqual({ 'release-hostname-i1': at, 'release-domain-i1': at });
    expect(dueAfter(requested, ended, released('hostname'), released('domain'))).toEqual({});
  });

  it('still releases when a confirmation lands after the end', () => {
    expect(dueAfter(requested, refused, confirmed('hostname'), released('domain'))).toEqual({
      'release-hostname-i1': at,
    });
  });

  it('does not confuse the numbers of a guest with its names', () => {
    expect(dueAfter(requested, confirmed('vmid'))).toEqual(dueAfter(requested));
  });

  it('names work without any name that a person chose', () => {
    const ids = Object.keys(dueAfter(requested, refused));
    expect(ids.join()).not.toMatch(/web|ada/);
    expect(ids.map(parseKeepingId)).toEqual([
      { act: 'release', kind: 'hostname' },
      { act: 'release', kind: 'domain' },
    ]);
  });
});
