import type { NetsocEvent } from '../../domain/events.ts';
import { processIdOf } from '../../domain/process/process-definition.ts';
import type { StepFacts } from '../../domain/process/process-events.ts';

type DataOf<Type extends NetsocEvent['type']> = Extract<NetsocEvent, { type: Type }>['data'];

/** Events in the words of a story, for specs: only what a test is about has to be said. */

export const linked = (accountId: string, username: string): NetsocEvent => ({
  type: 'account-linked',
  data: { accountId, username, email: `${username}@example.org`, displayName: username.toUpperCase() },
});

export const requested = (instanceId: string, more: Partial<DataOf<'instance-requested'>> = {}): NetsocEvent => ({
  type: 'instance-requested',
  data: {
    instanceId,
    owner: 'ada',
    kind: 'lxc',
    templateId: 'debian-13',
    hostname: instanceId,
    defaultDomain: `${instanceId}-ada-container.example.org`,
    reason: 'coursework',
    resources: { cores: 2, memoryMiB: 1024, diskGiB: 10, swapMiB: 256 },
    ...more,
  },
});

export const approved = (instanceId: string): NetsocEvent => ({
  type: 'instance-request-approved',
  data: { instanceId },
});

export const refused = (instanceId: string, reason = 'no room', owner = 'ada'): NetsocEvent => ({
  type: 'instance-request-refused',
  data: { instanceId, reason, owner },
});

export const withdrawn = (instanceId: string): NetsocEvent => ({
  type: 'instance-request-withdrawn',
  data: { instanceId },
});

export const provisioned = (instanceId: string, more: Partial<DataOf<'instance-provisioned'>> = {}): NetsocEvent => ({
  type: 'instance-provisioned',
  data: { instanceId, node: 'pve1', vmid: 10_001, address: '10.10.10.7', ...more },
});

export const provisioningAbandoned = (instanceId: string): NetsocEvent => ({
  type: 'instance-provisioning-abandoned',
  data: { instanceId, reason: 'gave up' },
});

export const suspended = (instanceId: string): NetsocEvent => ({
  type: 'instance-suspended',
  data: { instanceId, because: 'owner-disabled' },
});

export const instanceResumed = (instanceId: string): NetsocEvent => ({
  type: 'instance-resumed',
  data: { instanceId },
});

export const deletionBegun = (instanceId: string): NetsocEvent => ({
  type: 'instance-deletion-begun',
  data: { instanceId, because: 'owner-erased' },
});

export const deleted = (instanceId: string): NetsocEvent => ({ type: 'instance-deleted', data: { instanceId } });

const idOf = (instanceId: string): string => processIdOf('provisioning', instanceId);

export const started = (instanceId: string): NetsocEvent => ({
  type: 'process-started',
  data: { processId: idOf(instanceId), kind: 'provisioning', subject: instanceId, input: {} },
});

export const intended = (instanceId: string, step: string, attempt = 1, compensating = false): NetsocEvent => ({
  type: 'step-intended',
  data: { processId: idOf(instanceId), step, attempt, facts: {}, compensating },
});

export const progressed = (instanceId: string, step: string, log: readonly string[]): NetsocEvent => ({
  type: 'step-progressed',
  data: { processId: idOf(instanceId), step, facts: {}, log },
});

export const succeeded = (
  instanceId: string,
  step: string,
  facts: StepFacts = {},
  compensating = false,
): NetsocEvent => ({ type: 'step-succeeded', data: { processId: idOf(instanceId), step, facts, compensating } });

export const failed = (instanceId: string, step: string, retryAt: string | null, cause = 'no answer'): NetsocEvent => ({
  type: 'step-failed',
  data: {
    processId: idOf(instanceId),
    step,
    attempt: 1,
    cause,
    errorClass: 'unreachable',
    retryAt,
    compensating: false,
  },
});

export const parked = (instanceId: string, step: string, cause = 'no answer'): NetsocEvent => ({
  type: 'process-parked',
  data: { processId: idOf(instanceId), step, cause },
});

export const resumed = (instanceId: string): NetsocEvent => ({
  type: 'process-resumed',
  data: { processId: idOf(instanceId), reason: 'the node is back' },
});

export const abandoned = (instanceId: string): NetsocEvent => ({
  type: 'process-abandoned',
  data: { processId: idOf(instanceId), reason: 'the template is broken' },
});

export const completed = (instanceId: string, outcome: DataOf<'process-completed'>['outcome']): NetsocEvent => ({
  type: 'process-completed',
  data: { processId: idOf(instanceId), outcome },
});

export const reserved = (
  happened: 'made' | 'confirmed' | 'released',
  kind: DataOf<'reservation-made'>['kind'],
  value: string,
  holder: string,
): NetsocEvent => {
  const data = { kind, value, holder };
  return happened === 'made'
    ? { type: 'reservation-made', data: { ...data, until: '2026-03-02T10:00:00.000Z' } }
    : { type: `reservation-${happened}`, data };
};
