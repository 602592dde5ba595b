import { describe, expect, it } from '@jest/globals';
import { aboutOf } from './about.ts';
import type { About } from './about.ts';
import type { NetsocEvent } from './events.ts';
import { eventsOf } from './process/testing/process-histories.ts';
import { processKinds } from './process/process-definition.ts';
import type { ReservationKind } from './reservation/reservation-events.ts';

const nobody: About = { instanceId: null, accountId: null };
const ofInstance = { ...nobody, instanceId: 'i-1' };
const ofAccount = { ...nobody, accountId: 'a-1' };

describe('an event is about', () => {
  it.each<NetsocEvent>([
    { type: 'instance-request-approved', data: { instanceId: 'i-1' } },
    { type: 'instance-request-refused', data: { instanceId: 'i-1', reason: 'no', owner: 'a-1' } },
    { type: 'instance-deleted', data: { instanceId: 'i-1' } },
  ])('the instance that it happened to: $type', (event) => {
    expect(aboutOf(event)).toEqual(ofInstance);
  });

  it.each<NetsocEvent>([
    { type: 'account-activated', data: { accountId: 'a-1' } },
    { type: 'account-disabled', data: { accountId: 'a-1', reason: 'x', instances: 'stop' } },
    { type: 'account-erased', data: { accountId: 'a-1' } },
  ])('the account that it happened to: $type', (event) => {
    expect(aboutOf(event)).toEqual(ofAccount);
  });

  it.each<[ReservationKind, About]>([
    ['username', ofAccount],
    ['email', ofAccount],
    ['directory', ofAccount],
    ['hostname', ofInstance],
    ['domain', ofInstance],
    ['vmid', ofInstance],
    ['address', ofInstance],
    ['port', ofInstance],
  ])('whoever holds what is reserved: %s', (kind, about) => {
    const holder = about.accountId ?? about.instanceId ?? '';
    const data = { kind, value: 'x', holder };
    expect(aboutOf({ type: 'reservation-confirmed', data })).toEqual(about);
    expect(aboutOf({ type: 'reservation-released', data })).toEqual(about);
    expect(aboutOf({ type: 'reservation-made', data: { ...data, until: '2026' } })).toEqual(about);
  });

  it('nobody, when somebody who is not signed in asks for a new password', () => {
    expect(aboutOf({ type: 'password-reset-requested', data: { requestId: 'r-1', email: 'a@example.org' } })).toEqual(
      nobody,
    );
  });
});

describe('a process is about', () => {
  const processes = [
    ['provisioning-i-1', ofInstance],
    ['power-i-1.7', ofInstance],
    ['deletion-i-1', ofInstance],
    ['sign-up-a-1', ofAccount],
    ['activation-a-1', ofAccount],
    ['lapse-a-1', ofAccount],
    ['profile-change-a-1.c-1', ofAccount],
    ['email-change-a-1.c-1', ofAccount],
    ['standing-a-1.7', ofAccount],
    ['erasure-a-1.e-1', ofAccount],
    ['password-reset-r-1', nobody],
    ['mail-welcome.account-a-1.3', ofAccount],
    ['mail-request-approved.instance-i-1.3', ofInstance],
    ['chat-request-waits.instance-i-1.0', ofInstance],
    ['chat-work-parked.provisioning-i-1.9', ofInstance],
  ] as const;

  it.each(processes)('what it works for: %s', (processId, about) => {
    const of = eventsOf(processId);
    for (const event of [of.started(), of.intended('x'), of.parked('x'), of.completed('succeeded')]) {
      expect(aboutOf(event)).toEqual(about);
    }
  });

  it.each(processKinds)('something that these rules name, of whatever kind it is: %s', (kind) => {
    expect(processes.some(([processId]) => processId.startsWith(`${kind}-`))).toBe(true);
  });

  it('nobody, when it is of a kind that this version does not know', () => {
    expect(aboutOf(eventsOf('teleportation-i-1').started())).toEqual(nobody);
  });
});
