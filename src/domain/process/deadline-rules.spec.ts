import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../events.ts';
import { deadlineChanges } from './deadline-rules.ts';
import { parseKeepingId } from './keeping-rules.ts';
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
