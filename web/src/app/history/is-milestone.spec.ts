import { describe, expect, it } from '@jest/globals';
import { isMilestone } from './is-milestone';

describe('isMilestone', () => {
  it.each(['instance-requested', 'instance-request-approved', 'step-failed', 'process-parked', 'process-abandoned'])(
    'tells of %s',
    (type) => {
      expect(isMilestone({ type })).toBe(true);
    },
  );

  it.each([
    'process-started',
    'process-completed',
    'step-intended',
    'step-progressed',
    'step-succeeded',
    'password-change-begun',
    'reservation-made',
  ])('leaves out %s', (type) => {
    expect(isMilestone({ type })).toBe(false);
  });

  it('tells of what it does not know', () => {
    expect(isMilestone({ type: 'instance-teleported' })).toBe(true);
  });
});
