import { describe, expect, it } from '@jest/globals';
import { createRetryPause } from './retry-pause.ts';

describe('retry pause of the Traefik emulator', () => {
  it('grows by half, spread by half to either side', () => {
    const middle = createRetryPause(
      () => 0,
      () => 0.5,
    );
    expect([middle.next(), middle.next(), middle.next()]).toEqual([500, 750, 1125]);
    const least = createRetryPause(
      () => 0,
      () => 0,
    );
    expect(least.next()).toBe(250);
  });

  it('begins anew 30 seconds after its last beginning, and after a success', () => {
    let time = 0;
    const retry = createRetryPause(
      () => time,
      () => 0.5,
    );
    retry.next();
    time = 31_000;
    expect([retry.next(), retry.next()]).toEqual([500, 750]);
    retry.reset();
    expect(retry.next()).toBe(500);
  });
});
