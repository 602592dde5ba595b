import type { NetsocEvent } from '../events.ts';
import type { ReservationKind } from '../reservation/reservation-events.ts';
import { parseProcessId, processIdOf } from './process-definition.ts';

/** What an event does to the list of due work; `dueAt` is an ISO time. */
export type DeadlineChange =
  | Readonly<{ change: 'set'; workId: string; kind: string; subject: string; dueAt: string }>
  | Readonly<{ change: 'clear'; workId: string }>;

/**
 * Pure: the same events give the same list, live or rebuilt.
 * Work is named after ids only, never after a name a person chose.
 * @param at ISO time of the event
 */
export const deadlineChanges = (event: NetsocEvent, at: string): readonly DeadlineChange[] => {
  switch (event.type) {
    case 'instance-requested':
      return keptKinds.map((kind) => keeping('confirm', kind, event.data.instanceId, at));
    case 'instance-request-approved':
      return processDue(processIdOf('provisioning', event.data.instanceId), at);
    case 'instance-request-refused':
    case 'instance-request-withdrawn':
    case 'instance-provisioning-abandoned':
      return keptKinds.flatMap((kind) => [
        { change: 'clear', workId: keepingId('confirm', kind, event.data.instanceId) } as const,
        keeping('release', kind, event.data.instanceId, at),
      ]);
    case 'reservation-confirmed':
      return isKept(event.data.kind)
        ? [{ change: 'clear', workId: keepingId('confirm', event.data.kind, event.data.holder) }]
        : [];
    case 'reservation-released':
      return isKept(event.data.kind)
        ? [
            { change: 'clear', workId: keepingId('confirm', event.data.kind, event.data.holder) },
            { change: 'clear', workId: keepingId('release', event.data.kind, event.data.holder) },
          ]
        : [];
    case 'process-started':
    case 'step-intended':
    case 'step-succeeded':
    case 'process-resumed':
    case 'process-abandoned':
      return processDue(event.data.processId, at);
    case 'step-failed':
      return event.data.retryAt === null ? [] : processDue(event.data.processId, event.data.retryAt);
    case 'process-parked':
    case 'process-completed':
      return [{ change: 'clear', workId: event.data.processId }];
    case 'step-progressed':
    case 'instance-provisioned':
    case 'account-linked':
    case 'reservation-made':
      return [];
    default:
      // Events that later capabilities add concern no work unless a rule above says so.
      return [];
  }
};

/** The names an instance holds from its request on; a process keeps the numbers (vmid, address) itself. */
const keptKinds = ['hostname', 'domain'] as const satisfies readonly ReservationKind[];
export type KeptKind = (typeof keptKinds)[number];
const isKept = (kind: ReservationKind): kind is KeptKind => kind === 'hostname' || kind === 'domain';

export type KeepingAct = 'confirm' | 'release';

const keepingId = (act: KeepingAct, kind: KeptKind, instanceId: string): string => `${act}-${kind}-${instanceId}`;

const keeping = (act: KeepingAct, kind: KeptKind, instanceId: string, at: string): DeadlineChange => ({
  change: 'set',
  workId: keepingId(act, kind, instanceId),
  kind: 'reservation-keeping',
  subject: instanceId,
  dueAt: at,
});

/** What a row of `reservation-keeping` asks for, read back from its id; undefined when it is none of ours. */
export const parseKeepingId = (workId: string): Readonly<{ act: KeepingAct; kind: KeptKind }> | undefined => {
  for (const act of ['confirm', 'release'] as const) {
    for (const kind of keptKinds) if (workId.startsWith(`${act}-${kind}-`)) return { act, kind };
  }
  return undefined;
};

const processDue = (processId: string, dueAt: string): readonly DeadlineChange[] => {
  const about = parseProcessId(processId);
  return about === undefined ? [] : [{ change: 'set', workId: processId, ...about, dueAt }];
};
