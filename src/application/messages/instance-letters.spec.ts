import { describe, expect, it } from '@jest/globals';
import type { Letter } from '../ports/mailer.ts';
import {
  instanceReadyLetter,
  instanceResumedLetter,
  instanceSuspendedLetter,
  requestApprovedLetter,
  requestGivenUpLetter,
  requestReceivedLetter,
  requestRefusedLetter,
} from './instance-letters.ts';
import { wordsOf } from './testing/words-of.ts';

const about = { portalUrl: 'https://cloud.example.org', instanceId: 'i-1', hostname: 'web' };

const letters: readonly (readonly [string, Letter, string])[] = [
  ['request-received', requestReceivedLetter(about), 'An admin will look at your request for the instance web'],
  ['request-approved', requestApprovedLetter(about), 'The instance web is being set up now'],
  ['request-refused', requestRefusedLetter({ ...about, reason: 'no room' }), 'An admin has refused your request'],
  ['request-given-up', requestGivenUpLetter({ ...about, reason: 'disk full' }), 'setting it up failed'],
  [
    'instance-ready',
    instanceReadyLetter({ ...about, address: '10.0.0.7', domain: 'web-ada-vps.example.org' }),
    'The instance web is set up and running',
  ],
  ['instance-suspended', instanceSuspendedLetter(about), 'The instance web is stopped and not reachable'],
  ['instance-resumed', instanceResumedLetter(about), 'The instance web is started again'],
];

describe('a letter about an instance', () => {
  it.each(letters)('says what happened: %s', (_, letter, words) => {
    expect(wordsOf(letter)).toContain(words);
    expect(letter.subject).toContain('web');
  });

  it.each(letters)('leads to the page of the instance, if anywhere: %s', (_, { action }) => {
    expect(action?.url ?? 'https://cloud.example.org/instances/i-1').toBe('https://cloud.example.org/instances/i-1');
  });

  it('has the words of who decided set apart from ours', () => {
    expect(requestRefusedLetter({ ...about, reason: 'no room' }).quote).toBe('no room');
    expect(requestGivenUpLetter({ ...about, reason: 'disk full' }).quote).toBe('disk full');
  });

  it('says how to get in once there is something to get into', () => {
    const { facts } = instanceReadyLetter({ ...about, address: '10.0.0.7', domain: 'web-ada-vps.example.org' });
    expect(facts).toEqual([
      { label: 'Address', value: '10.0.0.7' },
      { label: 'Domain', value: 'web-ada-vps.example.org' },
      { label: 'Log in', value: 'ssh root@10.0.0.7' },
    ]);
  });

  it('leads nobody to a page that they cannot open while they are suspended', () => {
    expect(instanceSuspendedLetter(about).action).toBeUndefined();
  });
});
