import type { NetsocEvent } from '../../domain/events.ts';
import { provisioningSteps } from '../../domain/provisioning/provisioning-steps.ts';

type EventOf<Type extends NetsocEvent['type']> = Extract<NetsocEvent, { type: Type }>;

/** The compiler insists on words for every event type. They never contain a personal field. */
type Words = Readonly<{ [Type in NetsocEvent['type']]: (data: EventOf<Type>['data']) => string }>;

const kinds = { lxc: 'container', vps: 'virtual machine' } as const;

const titles = new Map<string, string>(provisioningSteps.map(({ name, title }) => [name, title]));
const step = (name: string): string => `“${titles.get(name) ?? name}”`;
const direction = (compensating: boolean): string => (compensating ? 'Taking back' : 'Step');

/** What happened, as a person would say it. */
const words: Words = {
  'account-linked': () => 'Account known from the directory',
  'instance-requested': ({ hostname, kind, templateId }) =>
    `Asked for the ${kinds[kind]} ${hostname} from the template ${templateId}`,
  'instance-request-approved': () => 'Approved the request',
  'instance-request-refused': () => 'Refused the request',
  'instance-request-withdrawn': () => 'Withdrew the request',
  'instance-provisioned': ({ address, node, vmid }) =>
    `Instance runs as guest ${String(vmid)} on ${node}, reachable at ${address}`,
  'instance-provisioning-abandoned': ({ reason }) => `Provisioning given up: ${reason}`,
  'reservation-made': (data) => `Reserved the ${reserved(data)} until ${data.until}`,
  'reservation-confirmed': (data) => `Confirmed the ${reserved(data)}`,
  'reservation-released': (data) => `Released the ${reserved(data)}`,
  'process-started': ({ kind }) => `Started ${kind}`,
  'step-intended': ({ attempt, compensating, step: name }) =>
    `${direction(compensating)} ${step(name)} begins${attempt > 1 ? `, try ${String(attempt)}` : ''}`,
  'step-progressed': ({ log, step: name }) => log.at(-1) ?? `Step ${step(name)} goes on`,
  'step-succeeded': ({ compensating, step: name }) => `${direction(compensating)} ${step(name)} done`,
  'step-failed': ({ cause, compensating, retryAt, step: name }) =>
    `${direction(compensating)} ${step(name)} failed: ${cause}${retryAt === null ? '' : `; next try at ${retryAt}`}`,
  'process-parked': ({ cause, step: name }) => `Parked at step ${step(name)}, waits for an admin: ${cause}`,
  'process-resumed': ({ reason }) => `Resumed by an admin: ${reason}`,
  'process-abandoned': ({ reason }) => `Given up by an admin: ${reason}`,
  'process-completed': ({ outcome }) => (outcome === 'succeeded' ? 'Finished' : 'Everything was taken back'),
};

/** Values of these kinds are hashes of personal values: nothing a person could read. */
const hashed = new Set(['username', 'email', 'domain']);

const reserved = ({
  kind,
  value,
}: EventOf<'reservation-made' | 'reservation-confirmed' | 'reservation-released'>['data']): string =>
  hashed.has(kind) ? kind : `${kind === 'vmid' ? 'guest number' : kind} ${value}`;

/** The words for an event; one of an unknown type (written by a newer version) is named by its type. */
export const summaryOf = (event: NetsocEvent): string => {
  const say = words[event.type] as ((data: NetsocEvent['data']) => string) | undefined;
  return say === undefined ? event.type : say(event.data);
};
