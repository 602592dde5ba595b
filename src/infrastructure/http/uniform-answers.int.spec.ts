import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { emailOf, peopleOf } from './testing/people-of.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

// Hundreds of requests, one after the other.
jest.setTimeout(120_000);

const tries = 200;

type Sample = Readonly<{ known: boolean; status: number; text: string; milliseconds: number }>;

const quantile = (sorted: readonly number[], part: number): number => sorted[Math.floor(sorted.length * part)] ?? NaN;
const timesOf = (samples: readonly Sample[], known: boolean): readonly number[] =>
  samples
    .filter((sample) => sample.known === known)
    .map(({ milliseconds }) => milliseconds)
    .toSorted((a, b) => a - b);

/**
 * Nobody learns from an answer, or from how long it takes, who has an account. Both kinds come in a random order, so that what
 * one leaves to be done behind the scenes slows the other no more than its own.
 */
describe('an answer to somebody who is not signed in', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
    await peopleOf(system).join('known', 'Correct-horse-1');
  });
  afterAll(() => system.stop());

  const ask = async (path: string, body: object, known: boolean): Promise<Sample> => {
    const started = performance.now();
    const { status, text } = await system.call(undefined, 'POST', path, { body });
    return { known, status, text, milliseconds: performance.now() - started };
  };

  const sample = async (path: string, bodyFor: (email: string, number: number) => object) => {
    const order = Array.from({ length: 2 * tries }, (_, index) => index % 2 === 0)
      .map((known) => ({ known, place: Math.random() }))
      .toSorted((left, right) => left.place - right.place);
    const samples: Sample[] = [];
    for (const [number, { known }] of order.entries()) {
      const email = emailOf(known ? 'known' : `unknown-${String(number)}`);
      samples.push(await ask(path, bodyFor(email, number), known));
    }
    return samples;
  };

  it.each<[string, string, (email: string, number: number) => object]>([
    ['a password reset', '/v1/password-resets', (email) => ({ email })],
    [
      'a sign-up',
      '/v1/sign-ups',
      (email, number) => ({ email, username: `name-${String(number)}`, termsVersion: '2026-11' }),
    ],
  ])('to %s is the same, and takes as long, whether or not the address is known', async (what, path, bodyFor) => {
    const samples = await sample(path, bodyFor);
    expect(new Set(samples.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    const [known, unknown] = [timesOf(samples, true), timesOf(samples, false)];
    const difference = quantile(known, 0.5) - quantile(unknown, 0.5);
    const noise = quantile(unknown, 0.75) - quantile(unknown, 0.25);
    process.stdout.write(
      `${what}: medians of ${String(tries)} known ${quantile(known, 0.5).toFixed(2)} ms, unknown ` +
        `${quantile(unknown, 0.5).toFixed(2)} ms, noise ${noise.toFixed(2)} ms\n`,
    );
    expect(Math.abs(difference)).toBeLessThan(noise);
  });
});
