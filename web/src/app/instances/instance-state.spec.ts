import { describe, expect, it } from '@jest/globals';
import { instanceLook, instanceStates, stepLook } from './instance-state';

describe('instanceLook', () => {
  it('tells every state from every other by its word', () => {
    const labels = instanceStates.map((state) => instanceLook(state).label);

    expect(new Set(labels).size).toBe(instanceStates.length);
  });

  it('shows a state it has never heard of as unknown, by name', () => {
    expect(instanceLook('hibernating')).toEqual({ label: 'Unknown (hibernating)', tone: 'off', icon: 'help' });
    expect(stepLook('skipped').label).toBe('Unknown (skipped)');
  });
});
