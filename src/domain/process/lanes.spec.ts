import { describe, expect, it } from '@jest/globals';
import { laneOf } from './lanes.ts';
import { processKinds } from './process-definition.ts';

describe('lanes', () => {
  it('let messages wait for one another, and nothing for messages', () => {
    expect(processKinds.filter((kind) => laneOf(kind) === 'messages')).toEqual(['mail', 'chat']);
  });

  it.each(['reservation-keeping', 'password-watch', 'teleportation'])('have room for other work: %s', (kind) => {
    expect(laneOf(kind)).toBe('work');
  });
});
