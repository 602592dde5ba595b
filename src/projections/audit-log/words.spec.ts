import { describe, expect, it } from '@jest/globals';
import { failed, intended, parked, progressed, provisioned, requested, reserved } from '../testing/facts.ts';
import { summaryOf } from './words.ts';

describe('the words for events', () => {
  it.each([
    [requested('web'), 'Asked for the container web from the template debian-13'],
    [requested('web', { kind: 'vps' }), 'Asked for the virtual machine web from the template debian-13'],
    [provisioned('web'), 'Instance runs as guest 10001 on pve1, reachable at 10.10.10.7'],
    [intended('web', 'create-guest'), 'Step “Create the guest” begins'],
    [intended('web', 'create-guest', 3), 'Step “Create the guest” begins, try 3'],
    [intended('web', 'create-guest', 1, true), 'Taking back “Create the guest” begins'],
    [progressed('web', 'create-guest', ['extracting', 'TASK OK']), 'TASK OK'],
    [progressed('web', 'create-guest', []), 'Step “Create the guest” goes on'],
    [failed('web', 'create-guest', null, 'disk full'), 'Step “Create the guest” failed: disk full'],
    [parked('web', 'create-guest', 'disk full'), 'Parked at step “Create the guest”, waits for an admin: disk full'],
    [reserved('confirmed', 'vmid', '10001', 'web'), 'Confirmed the guest number 10001'],
    [reserved('released', 'domain', 'a hash', 'web'), 'Released the domain'],
  ])('%j reads %s', (event, words) => {
    expect(summaryOf(event)).toBe(words);
  });
});
