import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../events.ts';
import type { ReservationKind } from '../reservation/reservation-events.ts';
import { keepingChanges, parseKeepingId } from './keeping-rules.ts';
import { parseProcessId } from './process-definition.ts';

const at = '2026-05-04T12:00:00.000Z';

/** `set` or `clear`, and the work, in words. */
const keptAfter = (event: NetsocEvent): readonly string[] =>
  keepingChanges({ event, streamId: 'instance-i1', revision: 0, at }).map(
    ({ change, workId }) => `${change} ${workId}`,
  );

const released = [
  'clear confirm-hostname-i1',
  'set release-hostname-i1',
  'clear confirm-domain-i1',
  'set release-domain-i1',
];

const reservation = (type: 'reservation-confirmed' | 'reservation-released', kind: ReservationKind): NetsocEvent => ({
  type,
  data: { kind, value: 'x', holder: 'i1' },
});

describe('the names of an instance', () => {
  it.each<NetsocEvent>([
    { type: 'instance-request-refused', data: { instanceId: 'i1', reason: 'no', owner: 'a1' } },
    { type: 'instance-request-withdrawn', data: { instanceId: 'i1' } },
    { type: 'instance-provisioning-abandoned', data: { instanceId: 'i1', reason: 'gave up' } },
    { type: 'instance-deleted', data: { instanceId: 'i1' } },
  ])('are free again after $type', (event) => {
    expect(keptAfter(event)).toEqual(released);
  });

  it.each<NetsocEvent>([
    { type: 'instance-request-approved', data: { instanceId: 'i1' } },
    { type: 'instance-provisioned', data: { instanceId: 'i1', node: 'pve1', vmid: 100, address: '10.0.0.1' } },
    { type: 'instance-suspended', data: { instanceId: 'i1', because: 'owner-disabled' } },
    { type: 'instance-resumed', data: { instanceId: 'i1' } },
    { type: 'instance-deletion-begun', data: { instanceId: 'i1', because: 'owner-erased' } },
    { type: 'account-disabled', data: { accountId: 'i1', reason: 'x', instances: 'stop' } },
  ])('stay with it after $type', (event) => {
    expect(keptAfter(event)).toEqual([]);
  });

  it.each(['hostname', 'domain'] as const)('need no more work once it is done: the %s', (kind) => {
    expect(keptAfter(reservation('reservation-confirmed', kind))).toEqual([`clear confirm-${kind}-i1`]);
    expect(keptAfter(reservation('reservation-released', kind))).toEqual([
      `clear confirm-${kind}-i1`,
      `clear release-${kind}-i1`,
    ]);
  });

  it.each(['username', 'email', 'directory', 'vmid', 'address', 'port'] as const)(
    'are not confused with what else is reserved: %s',
    (kind) => {
      expect(keptAfter(reservation('reservation-confirmed', kind))).toEqual([]);
      expect(keptAfter(reservation('reservation-released', kind))).toEqual([]);
    },
  );
});

describe('the id of keeping work', () => {
  it('says what is to be done', () => {
    expect(parseKeepingId('confirm-hostname-i1')).toEqual({ act: 'confirm', kind: 'hostname' });
    expect(parseKeepingId('release-domain-i1')).toEqual({ act: 'release', kind: 'domain' });
  });

  it.each(['release-vmid-i1', 'forget-hostname-i1', 'hostname-i1', 'provisioning-i1', ''])(
    'is none of other work: %j',
    (workId) => expect(parseKeepingId(workId)).toBeUndefined(),
  );

  it('is no id of a process', () => {
    for (const change of released) expect(parseProcessId(change.split(' ')[1] ?? '')).toBeUndefined();
  });
});
