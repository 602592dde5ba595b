import fc from 'fast-check';
import type { NetsocEvent } from '../../domain/events.ts';
import { provisioningSteps } from '../../domain/provisioning/provisioning-steps.ts';
import {
  abandoned,
  approved,
  completed,
  failed,
  intended,
  linked,
  parked,
  progressed,
  provisioned,
  provisioningAbandoned,
  refused,
  requested,
  reserved,
  resumed,
  started,
  succeeded,
  withdrawn,
} from './facts.ts';

const instance = fc.constantFrom('web', 'db', 'mail');
const person = fc.constantFrom('ada', 'grace');
const step = fc.constantFrom(...provisioningSteps.map(({ name }) => name), 'a-step-of-older-code');
const compensating = fc.boolean();
const time = fc.constantFrom('2026-03-02T09:00:05.000Z', '2026-03-03T00:00:00.000Z');
const lines = fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 });

const facts = fc.record(
  { node: fc.constantFrom('pve1', 'pve2'), vmid: fc.nat(9), address: fc.constant('10.0.0.1'), flag: fc.boolean() },
  { requiredKeys: [] },
);

/** Any event about a few instances and people; order and sense are left to chance. */
const event: fc.Arbitrary<NetsocEvent> = fc.oneof(
  fc.tuple(person, fc.constantFrom('ada', 'countess', 'erased person')).map(([id, name]) => linked(id, name)),
  fc
    .tuple(instance, person, fc.constantFrom('a.example.org', 'erased person'), fc.string({ maxLength: 6 }))
    .map(([id, owner, defaultDomain, reason]) => requested(id, { owner, defaultDomain, reason })),
  instance.map(approved),
  fc.tuple(instance, fc.string({ maxLength: 6 })).map(([id, reason]) => refused(id, reason)),
  instance.map(withdrawn),
  fc.tuple(instance, fc.nat(9)).map(([id, vmid]) => provisioned(id, { vmid })),
  instance.map(provisioningAbandoned),
  instance.map(started),
  fc
    .tuple(instance, step, fc.integer({ min: 1, max: 3 }), compensating)
    .map(([id, name, attempt, back]) => intended(id, name, attempt, back)),
  fc.tuple(instance, step, lines).map(([id, name, log]) => progressed(id, name, log)),
  fc.tuple(instance, step, facts, compensating).map(([id, name, known, back]) => succeeded(id, name, known, back)),
  fc.tuple(instance, step, fc.option(time)).map(([id, name, retryAt]) => failed(id, name, retryAt)),
  fc.tuple(instance, step).map(([id, name]) => parked(id, name)),
  instance.map(resumed),
  instance.map(abandoned),
  fc.tuple(instance, fc.constantFrom('succeeded', 'compensated')).map(([id, outcome]) => completed(id, outcome)),
  fc
    .tuple(
      fc.constantFrom('made', 'confirmed', 'released'),
      fc.constantFrom('hostname', 'domain', 'vmid', 'address', 'username'),
      instance,
    )
    .map(([happened, kind, holder]) => reserved(happened, kind, `value-${holder}`, holder)),
);

/** Any history at all. */
export const arbitraryHistory = (maxLength = 60): fc.Arbitrary<NetsocEvent[]> => fc.array(event, { maxLength });

/** Where a history is cut into batches, and where the server starts anew: fractions of its length. */
export const arbitraryCuts: fc.Arbitrary<readonly number[]> = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  maxLength: 8,
});
