import fc from 'fast-check';
import type { NetsocEvent } from '../../domain/events.ts';
import { processIdOf } from '../../domain/process/process-definition.ts';
import { provisioningSteps } from '../../domain/provisioning/provisioning-steps.ts';
import { accountLife, instanceLife } from './lives.ts';

type DataOf<Type extends NetsocEvent['type']> = Extract<NetsocEvent, { type: Type }>['data'];

const instanceId = fc.constantFrom('web', 'db', 'mail');
const accountId = fc.constantFrom('ada', 'grace');
const changeId = fc.constantFrom('change-1', 'change-2');
const linkId = fc.constantFrom('link-1', 'link-2');
const erasureId = fc.constantFrom('erasure-1', 'erasure-2');
const personal = fc.constantFrom('ada', 'countess', 'erased person');
const words = fc.string({ maxLength: 6 });
const time = fc.constantFrom('2026-03-02T09:00:05.000Z', '2026-03-03T00:00:00.000Z');
const lines = fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 });

const ofInstance = fc.record({ instanceId });
const ofAccount = fc.record({ accountId });
const key = { key: personal, fingerprint: fc.constant('SHA256:abc'), keyType: fc.constant('ssh-ed25519') };
const { fingerprint, keyType } = key;
const password = {
  accountId,
  changeId,
  by: fc.constantFrom('verification', 'password-reset', 'owner'),
  linkId: fc.option(linkId),
};

const reservation = {
  kind: fc.constantFrom('hostname', 'domain', 'vmid', 'address', 'username', 'email', 'directory'),
  value: fc.constantFrom('value-1', 'value-2'),
  holder: fc.oneof(instanceId, accountId),
};

const provisioningId = instanceId.map((id) => processIdOf('provisioning', id));
const processId = fc.oneof(
  { weight: 3, arbitrary: provisioningId },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      processIdOf('power', 'web.4'),
      processIdOf('deletion', 'web'),
      processIdOf('standing', 'ada.3'),
      processIdOf('sign-up', 'ada'),
      processIdOf('password-reset', 'request-1'),
      processIdOf('mail', 'request-approved.instance-web.1'),
      processIdOf('chat', 'request-waits.instance-web.0'),
      'a-kind-of-older-code-web',
    ),
  },
);
const step = fc.constantFrom(...provisioningSteps.map(({ name }) => name), 'a-step-of-older-code');
const compensating = fc.boolean();
const facts = fc.record(
  { node: fc.constantFrom('pve1', 'pve2'), vmid: fc.nat(9), address: fc.constant('10.0.0.1'), flag: fc.boolean() },
  { requiredKeys: [] },
);

/** What each type of event can hold. The compiler insists on all of them: every read model meets a new one at once. */
const dataOf: Readonly<{ [Type in NetsocEvent['type']]: fc.Arbitrary<DataOf<Type>> }> = {
  'account-linked': fc.record({ accountId, username: personal, email: personal, displayName: personal }),
  'sign-up-received': fc.record({
    accountId,
    username: personal,
    email: personal,
    displayName: personal,
    termsVersion: words,
    until: time,
  }),
  'sign-up-turned-away': fc.record({ accountId, because: fc.constantFrom('registered', 'waiting') }),
  'sign-up-repeated': fc.record({ accountId, quietUntil: time }),
  'link-issued': fc.record({
    accountId,
    linkId,
    purpose: fc.constantFrom('verification', 'password-reset', 'email-change'),
    tokenHash: words,
    until: time,
    changeId: fc.option(changeId),
  }),
  'email-verified': fc.record({ accountId, linkId }),
  'account-activated': ofAccount,
  'sign-up-lapsed': ofAccount,
  'password-change-begun': fc.record({ ...password, until: time }),
  'password-changed': fc.record(password),
  'password-change-failed': fc.record({ accountId, changeId, cause: words }),
  'ssh-key-submitted': fc.record({ accountId, changeId, ...key }),
  'ssh-key-added': fc.record({ accountId, changeId, fingerprint, keyType }),
  'ssh-key-removal-requested': fc.record({ accountId, changeId, ...key }),
  'ssh-key-removed': fc.record({ accountId, changeId, fingerprint, keyType }),
  'display-name-chosen': fc.record({ accountId, changeId, displayName: personal }),
  'display-name-changed': fc.record({ accountId, changeId, displayName: personal }),
  'email-change-requested': fc.record({ accountId, changeId, email: personal }),
  'email-change-confirmed': fc.record({ accountId, changeId, linkId }),
  'email-changed': fc.record({ accountId, changeId, email: personal, previous: personal }),
  'profile-change-refused': fc.record({ accountId, changeId, cause: words }),
  'account-disabled': fc.record({ accountId, reason: personal, instances: fc.constantFrom('stay', 'stop') }),
  'account-enabled': ofAccount,
  'sessions-ended': fc.record({ accountId, kept: fc.option(fc.constant('session-1')) }),
  'erasure-requested': fc.record({ accountId, erasureId, dueAt: time }),
  'erasure-withdrawn': fc.record({ accountId, erasureId }),
  'erasure-begun': ofAccount,
  'account-erased': ofAccount,
  'personal-data-exported': ofAccount,
  'password-reset-requested': fc.record({ requestId: fc.constantFrom('request-1', 'request-2'), email: personal }),

  'instance-requested': fc.record({
    instanceId,
    owner: accountId,
    kind: fc.constantFrom('lxc', 'vps'),
    templateId: fc.constant('debian-13'),
    hostname: instanceId,
    defaultDomain: personal,
    reason: personal,
    resources: fc.record({ cores: fc.nat(9), memoryMiB: fc.nat(9), diskGiB: fc.nat(9), swapMiB: fc.nat(9) }),
  }),
  'instance-request-approved': ofInstance,
  'instance-request-refused': fc.record({ instanceId, reason: personal, owner: accountId }),
  'instance-request-withdrawn': ofInstance,
  'instance-provisioned': fc.record({
    instanceId,
    node: fc.constantFrom('pve1', 'pve2'),
    vmid: fc.nat(9),
    address: fc.constantFrom('10.0.0.1', '10.0.0.2'),
  }),
  'instance-provisioning-abandoned': fc.record({ instanceId, reason: words }),
  'instance-suspended': fc.record({ instanceId, because: fc.constant('owner-disabled') }),
  'instance-resumed': ofInstance,
  'instance-deletion-begun': fc.record({ instanceId, because: fc.constant('owner-erased') }),
  'instance-deleted': ofInstance,

  'reservation-made': fc.record({ ...reservation, until: time }),
  'reservation-confirmed': fc.record(reservation),
  'reservation-released': fc.record(reservation),

  'process-started': provisioningId.map((id) => ({
    processId: id,
    kind: 'provisioning',
    subject: id.slice('provisioning-'.length),
    input: {},
  })),
  'step-intended': fc.record({ processId, step, attempt: fc.integer({ min: 1, max: 3 }), facts, compensating }),
  'step-progressed': fc.record({ processId, step, facts, log: lines }),
  'step-succeeded': fc.record({ processId, step, facts, compensating }),
  'step-failed': fc.record({
    processId,
    step,
    attempt: fc.integer({ min: 1, max: 3 }),
    cause: words,
    errorClass: fc.constant('busy'),
    retryAt: fc.option(time),
    compensating,
  }),
  'process-parked': fc.record({ processId, step, cause: words }),
  'process-resumed': fc.record({ processId, reason: words }),
  'process-abandoned': fc.record({ processId, reason: words }),
  'process-completed': fc.record({ processId, outcome: fc.constantFrom('succeeded', 'compensated') }),
};

/** Any event about a few instances and people; order and sense are left to chance. */
const anyEvent: fc.Arbitrary<NetsocEvent> = fc.oneof(
  ...Object.entries(dataOf).map(([type, data]: readonly [string, fc.Arbitrary<NetsocEvent['data']>]) =>
    // What the table holds under a type is the data of that type.
    data.map((held) => ({ type, data: held }) as NetsocEvent),
  ),
);

/** The beginning of a life as it goes: what chance alone would hardly hit upon. */
const beginningOf = (life: readonly NetsocEvent[]): fc.Arbitrary<readonly NetsocEvent[]> =>
  fc.nat(life.length).map((length) => life.slice(0, length));

const stretch: fc.Arbitrary<readonly NetsocEvent[]> = fc.oneof(
  { weight: 8, arbitrary: anyEvent.map((event) => [event]) },
  { weight: 1, arbitrary: instanceId.chain((id) => beginningOf(instanceLife(id))) },
  { weight: 1, arbitrary: accountId.chain((id) => beginningOf(accountLife(id))) },
);

/** Any history at all. */
export const arbitraryHistory = (maxLength = 60): fc.Arbitrary<readonly NetsocEvent[]> =>
  fc.array(stretch, { maxLength, size: 'max' }).map((stretches) => stretches.flat().slice(0, maxLength));

/** Where a history is cut into batches, and where the server starts anew: fractions of its length. */
export const arbitraryCuts: fc.Arbitrary<readonly number[]> = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  maxLength: 8,
});
