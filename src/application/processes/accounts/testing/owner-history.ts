import type { NetsocEvent } from '../../../../domain/events.ts';
import type { EventLog } from '../../../ports/event-log.ts';
import { accountStream } from '../../../use-cases/accounts/load-account.ts';
import { instanceStream } from '../../../use-cases/use-case.ts';

/** Histories of one person and their instances in few words, for specs of what happens by itself around an account. */

export const accountId = '8f7b2c1e-1111-4222-8333-444455556666';
const particulars = { username: 'ada', email: 'ada@example.org', displayName: 'Ada Lovelace' };

const context = {
  commandId: 'c',
  correlationId: 'c',
  causationId: 'c',
  actor: { type: 'system', id: 'test' },
  source: { channel: 'http' },
  at: '2026-01-01T00:00:00.000Z',
} as const;

const streamOf = ({ data }: NetsocEvent): string => {
  if ('value' in data) return `${data.kind}-${data.value}`;
  if ('instanceId' in data) return instanceStream(data.instanceId);
  if ('accountId' in data) return accountStream(data.accountId);
  throw new Error('this event is about no instance, no account and no name');
};

/** Each to the stream of what it is about, one after the other. */
export const happened = async (log: EventLog, ...events: readonly NetsocEvent[]): Promise<void> => {
  for (const event of events) await log.append(await log.load(streamOf(event)), [event], context);
};

export const linked = { type: 'account-linked', data: { accountId, ...particulars } } as const satisfies NetsocEvent;
export const signedUp: NetsocEvent = {
  type: 'sign-up-received',
  data: { accountId, ...particulars, termsVersion: '2026-11', until: '2026-01-02T00:00:00.000Z' },
};
export const disabled = (instances: 'stop' | 'stay' = 'stop'): NetsocEvent => ({
  type: 'account-disabled',
  data: { accountId, reason: 'mined coins', instances },
});
export const enabled: NetsocEvent = { type: 'account-enabled', data: { accountId } };

export const requested = (instanceId: string): NetsocEvent => ({
  type: 'instance-requested',
  data: {
    instanceId,
    owner: accountId,
    kind: 'lxc',
    templateId: 'debian-12',
    hostname: instanceId,
    defaultDomain: `${instanceId}-ada-container.example.org`,
    reason: 'thesis',
    resources: { cores: 1, memoryMiB: 512, diskGiB: 8, swapMiB: 0 },
  },
});
export const approved = (instanceId: string): NetsocEvent => ({
  type: 'instance-request-approved',
  data: { instanceId },
});
export const provisioned = (instanceId: string): NetsocEvent => ({
  type: 'instance-provisioned',
  data: { instanceId, node: 'pve1', vmid: 10_001, address: '10.10.10.7' },
});
export const running = (instanceId: string): readonly NetsocEvent[] => [
  requested(instanceId),
  approved(instanceId),
  provisioned(instanceId),
];
