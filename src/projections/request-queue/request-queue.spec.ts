import { describe, expect, it } from '@jest/globals';
import {
  approved,
  deleted,
  deletionBegun,
  provisioned,
  provisioningAbandoned,
  refused,
  requested,
  suspended,
  withdrawn,
} from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { momentOf } from '../testing/recorded-history.ts';
import { requestQueue } from './index.ts';

describe('request queue', () => {
  it('shows what an admin needs to decide', () => {
    expect(given(requestQueue, [requested('web')], (query) => query.pending())).toEqual([
      {
        id: 'web',
        kind: 'lxc',
        hostname: 'web',
        templateId: 'debian-13',
        ownerId: 'ada',
        reason: 'coursework',
        resources: { cores: 2, memoryMiB: 1024, diskGiB: 10, swapMiB: 256 },
        requestedAt: momentOf(0),
        ownerInstances: 0,
      },
    ]);
  });

  it('puts the oldest first and drops what was answered or withdrawn', () => {
    const facts = [
      requested('a'),
      requested('b'),
      requested('c'),
      requested('d'),
      requested('e'),
      approved('b'),
      refused('c'),
      withdrawn('d'),
    ];
    expect(given(requestQueue, facts, (query) => query.pending().map(({ id }) => id))).toEqual(['a', 'e']);
    expect(given(requestQueue, facts, (query) => query.pending(1).map(({ id }) => id))).toEqual(['a']);
    expect(given(requestQueue, facts, (query) => query.count())).toBe(2);
  });

  it('counts what its owner has already, without what was given up and what others have', () => {
    const facts = [
      requested('kept'),
      approved('kept'),
      requested('lost'),
      approved('lost'),
      provisioningAbandoned('lost'),
      requested('theirs', { owner: 'grace' }),
      approved('theirs'),
      requested('asked'),
    ];
    expect(given(requestQueue, facts, (query) => query.pending()[0]?.ownerInstances)).toBe(1);
  });

  it('counts what is suspended or being deleted, but not what is deleted', () => {
    const facts = [requested('web'), approved('web'), provisioned('web'), requested('asked')];
    const counted = (more: typeof facts) =>
      given(requestQueue, [...facts, ...more], (query) => query.pending()[0]?.ownerInstances);
    expect(counted([suspended('web')])).toBe(1);
    expect(counted([deletionBegun('web')])).toBe(1);
    expect(counted([deletionBegun('web'), deleted('web')])).toBe(0);
  });
});
