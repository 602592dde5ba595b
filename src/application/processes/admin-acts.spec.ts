import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../domain/kernel/actor.ts';
import { processActsOf } from './admin-acts.ts';

const admin: Actor = { type: 'account', id: 'a-1', roles: ['admin'] };
const auditor: Actor = { type: 'account', id: 'a-2', roles: ['auditor'] };
const operator: Actor = { type: 'cli', id: 'root' };
const parked = { phase: 'parked', givenUp: false, standsStill: true } as const;

describe('what may be done with work that is held up', () => {
  it.each([admin, operator])('is to try again, or to give up, for an admin and for the operator: $type', (actor) => {
    expect(processActsOf({ kind: 'activation', ...parked }, actor)).toEqual({
      retry: { allowed: true },
      abandon: { allowed: true },
    });
  });

  it.each(['erasure', 'lapse'])('is only to try again where there is no way back: %s', (kind) => {
    expect(processActsOf({ kind, ...parked }, admin)).toMatchObject({
      retry: { allowed: true },
      abandon: { allowed: false, code: 'process-goes-on' },
    });
  });

  it('is nothing for everybody else', () => {
    expect(processActsOf({ kind: 'activation', ...parked }, auditor)).toMatchObject({
      retry: { allowed: false, code: 'not-allowed' },
      abandon: { allowed: false, code: 'not-allowed' },
    });
  });

  it('is said also of work that only another version knows', () => {
    expect(processActsOf({ kind: 'moving', ...parked, givenUp: true }, admin)).toMatchObject({
      retry: { allowed: true },
      abandon: { allowed: false, code: 'process-abandoned' },
    });
  });
});
