import type { NetsocEvent } from '../../domain/events.ts';
import { stepTitleOf } from '../../domain/process/process-definitions.ts';
import { reservationKinds } from '../../domain/reservation/reservation-kinds.ts';

type EventOf<Type extends NetsocEvent['type']> = Extract<NetsocEvent, { type: Type }>;

/** The compiler insists on words for every event type. They never contain a personal field. */
type Words = Readonly<{ [Type in NetsocEvent['type']]: (data: EventOf<Type>['data']) => string }>;

const kinds = { lxc: 'container', vps: 'virtual machine' } as const;

const stepIn = ({ processId, step }: Readonly<{ processId: string; step: string }>): string =>
  `“${stepTitleOf(processId, step)}”`;
const direction = (compensating: boolean): string => (compensating ? 'Taking back' : 'Step');

const linkPurposes = {
  verification: 'to verify an address',
  'password-reset': 'to set a new password',
  'email-change': 'to verify a new address',
} as const;

const entitlements = {
  verification: 'the link of the sign-up',
  'password-reset': 'a link from a mail',
  owner: 'the password so far',
} as const;

/** What happened, as a person would say it. */
const words: Words = {
  'account-linked': () => 'Account known from the directory',
  'sign-up-received': ({ termsVersion }) => `Signed up, accepting the terms of ${termsVersion}`,
  'sign-up-turned-away': ({ because }) =>
    because === 'registered'
      ? 'Sign-up not followed up: its address has an account'
      : 'Sign-up not followed up: its address waits to be verified already',
  'sign-up-repeated': () => 'Somebody signed up with the address of this account',
  'link-issued': ({ purpose, until }) => `Single-use link ${linkPurposes[purpose]} made, good until ${until}`,
  'email-verified': () => 'E-mail address verified',
  'account-activated': () => 'Account set up',
  'sign-up-lapsed': () => 'Sign-up lapsed; its names are free again',
  'password-change-begun': ({ by }) => `Setting a password, entitled by ${entitlements[by]}`,
  'password-changed': () => 'Password set',
  'password-change-failed': ({ cause }) => `Password not set: ${cause}`,
  'ssh-key-submitted': ({ fingerprint, keyType }) => `Adding the SSH key ${fingerprint} (${keyType})`,
  'ssh-key-added': ({ fingerprint, keyType }) => `SSH key ${fingerprint} (${keyType}) added`,
  'ssh-key-removal-requested': ({ fingerprint, keyType }) => `Removing the SSH key ${fingerprint} (${keyType})`,
  'ssh-key-removed': ({ fingerprint, keyType }) => `SSH key ${fingerprint} (${keyType}) removed`,
  'display-name-chosen': () => 'Changing the name',
  'display-name-changed': () => 'Name changed',
  'email-change-requested': () => 'Asked to change the e-mail address',
  'email-change-confirmed': () => 'New e-mail address verified',
  'email-changed': () => 'E-mail address changed',
  'profile-change-refused': ({ cause }) => `Change not made: ${cause}`,
  'account-disabled': ({ instances }) =>
    `Account disabled; its instances ${instances === 'stop' ? 'are stopped' : 'stay as they are'}`,
  'account-enabled': () => 'Account enabled again',
  'sessions-ended': ({ kept }) => (kept === null ? 'All sessions ended' : 'All other sessions ended'),
  'erasure-requested': ({ dueAt }) => `Asked to be erased; it begins at ${dueAt}`,
  'erasure-withdrawn': () => 'Thought better of being erased',
  'erasure-begun': () => 'Erasure begun',
  'account-erased': () => 'Account erased',
  'personal-data-exported': () => 'Downloaded everything that is held about them',
  'password-reset-requested': () => 'Somebody asked for a new password',
  'instance-requested': ({ hostname, kind, templateId }) =>
    `Asked for the ${kinds[kind]} ${hostname} from the template ${templateId}`,
  'instance-request-approved': () => 'Approved the request',
  'instance-request-refused': () => 'Refused the request',
  'instance-request-withdrawn': () => 'Withdrew the request',
  'instance-provisioned': ({ address, node, vmid }) =>
    `Instance runs as guest ${String(vmid)} on ${node}, reachable at ${address}`,
  'instance-provisioning-abandoned': ({ reason }) => `Provisioning given up: ${reason}`,
  'instance-suspended': () => 'Instance suspended, because its owner was disabled',
  'instance-resumed': () => 'Instance resumed',
  'instance-deletion-begun': () => 'Deletion of the instance begun, because its owner is being erased',
  'instance-deleted': () => 'Instance deleted',
  'reservation-made': (data) => `Reserved the ${reserved(data)} until ${data.until}`,
  'reservation-confirmed': (data) => `Confirmed the ${reserved(data)}`,
  'reservation-released': (data) => `Released the ${reserved(data)}`,
  'process-started': ({ kind }) => `Started ${kind}`,
  'step-intended': (data) =>
    `${direction(data.compensating)} ${stepIn(data)} begins${data.attempt > 1 ? `, try ${String(data.attempt)}` : ''}`,
  'step-progressed': (data) => data.log.at(-1) ?? `Step ${stepIn(data)} goes on`,
  'step-succeeded': (data) => `${direction(data.compensating)} ${stepIn(data)} done`,
  'step-failed': (data) =>
    `${direction(data.compensating)} ${stepIn(data)} failed: ${data.cause}${data.retryAt === null ? '' : `; next try at ${data.retryAt}`}`,
  'process-parked': (data) => `Parked at step ${stepIn(data)}, waits for an admin: ${data.cause}`,
  'process-resumed': ({ reason }) => `Resumed by an admin: ${reason}`,
  'process-abandoned': ({ reason }) => `Given up by an admin: ${reason}`,
  'process-completed': ({ outcome }) => (outcome === 'succeeded' ? 'Finished' : 'Everything was taken back'),
};

/** Values of personal kinds are hashes: nothing a person could read. */
const reserved = ({
  kind,
  value,
}: EventOf<'reservation-made' | 'reservation-confirmed' | 'reservation-released'>['data']): string => {
  const { noun, personal } = reservationKinds[kind];
  return personal ? noun : `${kind === 'vmid' ? 'guest number' : noun} ${value}`;
};

/** The words for an event; one of an unknown type (written by a newer version) is named by its type. */
export const summaryOf = (event: NetsocEvent): string => {
  const say = words[event.type] as ((data: NetsocEvent['data']) => string) | undefined;
  return say === undefined ? event.type : say(event.data);
};
