import { z } from 'zod';
import type { NetsocEvent } from '../../../domain/events.ts';
import type { StoredType } from './event-registry.ts';

/**
 * Every event type as it is stored: the one place that joins stored names, versions and schemas.
 *
 * A stored name and version never changes meaning. To change an event: add the next version's schema and the upcaster
 * from the one before, raise `current`, and freeze a sample of the new version in `fixtures/`.
 */

const id = z.string().min(1);
const text = z.string();
const time = z.iso.datetime();
const kind = z.enum(['lxc', 'vps']);
const resources = z.strictObject({ cores: z.int(), memoryMiB: z.int(), diskGiB: z.int(), swapMiB: z.int() });

const reservationKind = z.enum(['username', 'email', 'directory', 'hostname', 'vmid', 'address', 'port', 'domain']);
const reservation = { kind: reservationKind, value: id, holder: id };

const stepFacts = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]),
);
const step = { processId: id, step: id };

const ofAccount = { accountId: id };
const profileChange = { ...ofAccount, changeId: id };
const passwordChangeBy = z.enum(['verification', 'password-reset', 'owner']);

/** A type that has had one version so far. */
const first = <Schema extends z.ZodType>(schema: Schema) =>
  ({ current: 1, schemas: { 1: schema }, upcasters: {} }) as const;

const table = {
  'account-linked': first(z.strictObject({ accountId: id, username: text, email: text, displayName: text })),

  'sign-up-received': first(
    z.strictObject({ ...ofAccount, username: text, email: text, displayName: text, termsVersion: text, until: time }),
  ),
  'sign-up-turned-away': first(z.strictObject({ ...ofAccount, because: z.enum(['registered', 'waiting']) })),
  'sign-up-repeated': first(z.strictObject({ ...ofAccount, quietUntil: time })),
  'link-issued': first(
    z.strictObject({
      ...ofAccount,
      linkId: id,
      purpose: z.enum(['verification', 'password-reset', 'email-change']),
      tokenHash: text,
      until: time,
      changeId: id.nullable(),
    }),
  ),
  'email-verified': first(z.strictObject({ ...ofAccount, linkId: id })),
  'account-activated': first(z.strictObject(ofAccount)),
  'sign-up-lapsed': first(z.strictObject(ofAccount)),
  'password-change-begun': first(
    z.strictObject({ ...profileChange, by: passwordChangeBy, linkId: id.nullable(), until: time }),
  ),
  'password-changed': first(z.strictObject({ ...profileChange, by: passwordChangeBy, linkId: id.nullable() })),
  'password-change-failed': first(z.strictObject({ ...profileChange, cause: text })),
  'ssh-key-submitted': first(z.strictObject({ ...profileChange, key: text, fingerprint: text, keyType: text })),
  'ssh-key-added': first(z.strictObject({ ...profileChange, fingerprint: text, keyType: text })),
  'ssh-key-removal-requested': first(z.strictObject({ ...profileChange, key: text, fingerprint: text, keyType: text })),
  'ssh-key-removed': first(z.strictObject({ ...profileChange, fingerprint: text, keyType: text })),
  'display-name-chosen': first(z.strictObject({ ...profileChange, displayName: text })),
  'display-name-changed': first(z.strictObject({ ...profileChange, displayName: text })),
  'email-change-requested': first(z.strictObject({ ...profileChange, email: text })),
  'email-change-confirmed': first(z.strictObject({ ...profileChange, linkId: id })),
  'email-changed': first(z.strictObject({ ...profileChange, email: text, previous: text })),
  'profile-change-refused': first(z.strictObject({ ...profileChange, cause: text })),
  'account-disabled': first(z.strictObject({ ...ofAccount, reason: text, instances: z.enum(['stay', 'stop']) })),
  'account-enabled': first(z.strictObject(ofAccount)),
  'sessions-ended': first(z.strictObject({ ...ofAccount, kept: text.nullable() })),
  'erasure-requested': first(z.strictObject({ ...ofAccount, erasureId: id, dueAt: time })),
  'erasure-withdrawn': first(z.strictObject({ ...ofAccount, erasureId: id })),
  'erasure-begun': first(z.strictObject(ofAccount)),
  'account-erased': first(z.strictObject(ofAccount)),
  'personal-data-exported': first(z.strictObject(ofAccount)),

  'password-reset-requested': first(z.strictObject({ requestId: id, email: text })),

  'instance-requested': first(
    z.strictObject({
      instanceId: id,
      owner: id,
      kind,
      templateId: id,
      hostname: text,
      defaultDomain: text,
      reason: text,
      resources,
    }),
  ),
  'instance-request-approved': first(z.strictObject({ instanceId: id })),
  'instance-request-refused': first(z.strictObject({ instanceId: id, reason: text, owner: id })),
  'instance-request-withdrawn': first(z.strictObject({ instanceId: id })),
  'instance-provisioned': first(z.strictObject({ instanceId: id, node: text, vmid: z.int(), address: text })),
  'instance-provisioning-abandoned': first(z.strictObject({ instanceId: id, reason: text })),

  'instance-suspended': first(z.strictObject({ instanceId: id, because: z.enum(['owner-disabled']) })),
  'instance-resumed': first(z.strictObject({ instanceId: id })),
  'instance-deletion-begun': first(z.strictObject({ instanceId: id, because: z.enum(['owner-erased']) })),
  'instance-deleted': first(z.strictObject({ instanceId: id })),

  'reservation-made': first(z.strictObject({ ...reservation, until: time })),
  'reservation-confirmed': first(z.strictObject(reservation)),
  'reservation-released': first(z.strictObject(reservation)),

  'process-started': first(z.strictObject({ processId: id, kind: id, subject: id, input: stepFacts })),
  'step-intended': first(z.strictObject({ ...step, attempt: z.int(), facts: stepFacts, compensating: z.boolean() })),
  'step-progressed': first(z.strictObject({ ...step, facts: stepFacts, log: z.array(z.string()).readonly() })),
  'step-succeeded': first(z.strictObject({ ...step, facts: stepFacts, compensating: z.boolean() })),
  'step-failed': first(
    z.strictObject({
      ...step,
      attempt: z.int(),
      cause: text,
      errorClass: text,
      retryAt: time.nullable(),
      compensating: z.boolean(),
    }),
  ),
  'process-parked': first(z.strictObject({ ...step, cause: text })),
  'process-resumed': first(z.strictObject({ processId: id, reason: text })),
  'process-abandoned': first(z.strictObject({ processId: id, reason: text })),
  'process-completed': first(z.strictObject({ processId: id, outcome: z.enum(['succeeded', 'compensated']) })),
} satisfies Record<NetsocEvent['type'], StoredType>;

type Table = typeof table;
type DomainData<Type extends NetsocEvent['type']> = Extract<NetsocEvent, { type: Type }>['data'];
type StoredData<Type extends keyof Table> = z.infer<Table[Type]['schemas'][Table[Type]['current']]>;

type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;
/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the probes are what compares the two */
/** How the compiler itself tells types apart: optional and additional fields count too, unlike with assignability. */
type Same<Left, Right> =
  (<Probe>() => Probe extends DeepReadonly<Left> ? 1 : 2) extends <Probe>() => Probe extends DeepReadonly<Right> ? 1 : 2
    ? true
    : false;
/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

/** Event types whose current schema and domain type are not the same, either way. */
type Disagreeing = {
  [Type in keyof Table]: Same<StoredData<Type>, DomainData<Type>> extends true ? never : Type;
}[keyof Table];

/** Does not compile while a schema and its domain type disagree; the compiler then names the event type. */
export const storedEvents: [Disagreeing] extends [never] ? Table : Disagreeing = table;
