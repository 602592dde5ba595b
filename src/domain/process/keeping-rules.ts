import type { ReservationKind } from '../reservation/reservation-events.ts';
import type { DeadlineChange, PlacedEvent } from './deadline-rules.ts';

/** The names an instance holds from its request on; a process keeps the numbers (vmid, address) itself. */
const keptKinds = ['hostname', 'domain'] as const satisfies readonly ReservationKind[];
export type KeptKind = (typeof keptKinds)[number];
const isKept = (kind: ReservationKind): kind is KeptKind => kind === 'hostname' || kind === 'domain';

export type KeepingAct = 'confirm' | 'release';

const keepingId = (act: KeepingAct, kind: KeptKind, instanceId: string): string => `${act}-${kind}-${instanceId}`;

const due = (act: KeepingAct, kind: KeptKind, instanceId: string, at: string): DeadlineChange => ({
  change: 'set',
  workId: keepingId(act, kind, instanceId),
  kind: 'reservation-keeping',
  subject: instanceId,
  dueAt: at,
});

const over = (act: KeepingAct, kind: KeptKind, instanceId: string): DeadlineChange => ({
  change: 'clear',
  workId: keepingId(act, kind, instanceId),
});

/** Names are confirmed once they were asked for with an instance, and released once nothing will come of it, or it is gone. */
export const keepingChanges = ({ event: { type, data }, at }: PlacedEvent): readonly DeadlineChange[] => {
  switch (type) {
    case 'instance-requested':
      return keptKinds.map((kind) => due('confirm', kind, data.instanceId, at));
    case 'instance-request-refused':
    case 'instance-request-withdrawn':
    case 'instance-provisioning-abandoned':
    case 'instance-deleted':
      return keptKinds.flatMap((kind) => [
        over('confirm', kind, data.instanceId),
        due('release', kind, data.instanceId, at),
      ]);
    case 'reservation-confirmed':
      return isKept(data.kind) ? [over('confirm', data.kind, data.holder)] : [];
    case 'reservation-released':
      return isKept(data.kind)
        ? [over('confirm', data.kind, data.holder), over('release', data.kind, data.holder)]
        : [];
    default:
      // Every other event concerns no name of an instance.
      return [];
  }
};

/** What a row of `reservation-keeping` asks for, read back from its id; undefined when it is none of ours. */
export const parseKeepingId = (workId: string): Readonly<{ act: KeepingAct; kind: KeptKind }> | undefined => {
  for (const act of ['confirm', 'release'] as const) {
    for (const kind of keptKinds) if (workId.startsWith(`${act}-${kind}-`)) return { act, kind };
  }
  return undefined;
};
