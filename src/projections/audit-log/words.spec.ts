import { describe, expect, it } from '@jest/globals';
import { eventsOf } from '../../domain/process/testing/process-histories.ts';
import {
  accountDisabled,
  changeRefused,
  erasureRequested,
  keyRemoved,
  keySubmitted,
  linkIssued,
  passwordBegun,
  passwordFailed,
  sessionsEnded,
  signedUp,
  signUpLapsed,
  signUpRepeated,
  turnedAway,
} from '../testing/account-facts.ts';
import {
  deleted,
  deletionBegun,
  failed,
  instanceResumed,
  intended,
  parked,
  progressed,
  provisioned,
  requested,
  reserved,
  suspended,
} from '../testing/facts.ts';
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
    [
      reserved('made', 'directory', 'a hash', 'ada'),
      'Reserved the entry of the directory until 2026-03-02T10:00:00.000Z',
    ],
    [reserved('confirmed', 'email', 'a hash', 'ada'), 'Confirmed the e-mail address'],
    [reserved('confirmed', 'hostname', 'web', 'web'), 'Confirmed the hostname web'],
    [suspended('web'), 'Instance suspended, because its owner was disabled'],
    [instanceResumed('web'), 'Instance resumed'],
    [deletionBegun('web'), 'Deletion of the instance begun, because its owner is being erased'],
    [deleted('web'), 'Instance deleted'],
    [signedUp('ada', 'ada'), 'Signed up, accepting the terms of 2026-01'],
    [turnedAway('ada'), 'Sign-up not followed up: its address has an account'],
    [turnedAway('ada', 'waiting'), 'Sign-up not followed up: its address waits to be verified already'],
    [signUpRepeated('ada'), 'Somebody signed up with the address of this account'],
    [
      linkIssued('ada', 'verification'),
      'Single-use link to verify an address made, good until 2026-03-02T10:00:00.000Z',
    ],
    [
      linkIssued('ada', 'password-reset'),
      'Single-use link to set a new password made, good until 2026-03-02T10:00:00.000Z',
    ],
    [
      linkIssued('ada', 'email-change'),
      'Single-use link to verify a new address made, good until 2026-03-02T10:00:00.000Z',
    ],
    [signUpLapsed('ada'), 'Sign-up lapsed; its names are free again'],
    [passwordBegun('ada'), 'Setting a password, entitled by the password so far'],
    [passwordFailed('ada'), 'Password not set: too short'],
    [keySubmitted('ada'), 'Adding the SSH key SHA256:abc (ssh-ed25519)'],
    [keyRemoved('ada'), 'SSH key SHA256:abc (ssh-ed25519) removed'],
    [changeRefused('ada'), 'Change not made: The address belongs to another account.'],
    [accountDisabled('ada', 'mined coins', 'stop'), 'Account disabled; its instances are stopped'],
    [accountDisabled('ada', 'mined coins', 'stay'), 'Account disabled; its instances stay as they are'],
    [sessionsEnded('ada', 'session-1'), 'All other sessions ended'],
    [sessionsEnded('ada'), 'All sessions ended'],
    [erasureRequested('ada'), 'Asked to be erased; it begins at 2026-03-02T10:00:00.000Z'],
    [eventsOf('erasure-ada.erasure-1').intended('say-goodbye'), 'Step “Tell the person” begins'],
  ])('%j reads %s', (event, words) => {
    expect(summaryOf(event)).toBe(words);
  });
});
