import { describe, expect, it } from '@jest/globals';
import type { Step } from '../api/contract';
import { wholeTime, stepTime } from './step-time';

const step = (startedAt: string | null, endedAt: string | null): Step => ({
  name: 'create-guest',
  title: 'Create the guest',
  state: endedAt === null ? 'running' : 'succeeded',
  attempt: 1,
  startedAt,
  endedAt,
  cause: null,
  retryAt: null,
  log: [],
});
const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('stepTime', () => {
  it('is unknown before the step begins', () => {
    expect(stepTime(step(null, null), 5000)).toBeUndefined();
  });

  it('grows while it runs and stands still afterwards', () => {
    expect(stepTime(step(at(1), null), 5000)).toBe(4000);
    expect(stepTime(step(at(1), at(3)), 99_000)).toBe(2000);
  });
});

describe('wholeTime', () => {
  it('spans from the first start to the last end', () => {
    expect(wholeTime([step(at(1), at(3)), step(at(3), at(10)), step(null, null)])).toBe(9000);
  });

  it('is unknown while a step runs, and when none began', () => {
    expect(wholeTime([step(at(1), at(3)), step(at(3), null)])).toBeUndefined();
    expect(wholeTime([])).toBeUndefined();
  });
});
