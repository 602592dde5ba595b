import { describe, expect, it } from '@jest/globals';
import { durationInWords } from './duration-in-words';

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

describe('durationInWords', () => {
  it.each([
    [168 * hours, '7 days'],
    [48 * hours, '2 days'],
    [36 * hours, '36 hours'],
    [24 * hours, '1 day'],
    [47 * hours + 59 * minutes, '47 hours'],
    [hours, '1 hour'],
    [90 * minutes, '90 minutes'],
    [0.5 * hours, '30 minutes'],
    [90 * seconds, '90 seconds'],
    [30 * seconds, '30 seconds'],
    [seconds, '1 second'],
    [400, '0 seconds'],
    [-5 * minutes, '0 seconds'],
  ])('calls %d ms %s', (ms, words) => {
    expect(durationInWords(ms, 'en')).toBe(words);
  });
});
