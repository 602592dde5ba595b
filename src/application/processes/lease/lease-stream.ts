import type { EventStore, JsonObject, RecordedEvent } from '../../ports/event-store.ts';
import { evolveLease, initialLeaseState } from './lease-decider.ts';
import type { LeaseEvent, LeaseHolder, LeaseState } from './lease-decider.ts';

export const leaseStream = 'lease-processes';

/** Enough to look back on the last changes of hands; the rest is noise. */
const eventsKept = 20;

/** The lease as it stands, and the revision to expect when changing it. */
export type StoredLease = Readonly<{ state: LeaseState; revision: number | 'no-stream' }>;

export const readLease = async (store: EventStore): Promise<StoredLease> => {
  const [last] = await store.readStream(leaseStream, { direction: 'backwards', maxCount: 1 });
  if (last === undefined) return { state: initialLeaseState, revision: 'no-stream' };
  return { state: evolveLease(initialLeaseState, decode(last)), revision: last.revision };
};

/**
 * @returns the new revision
 * @throws WrongExpectedRevisionError when somebody else changed the lease
 */
export const writeLease = async (
  store: EventStore,
  id: string,
  event: LeaseEvent,
  expected: StoredLease['revision'],
): Promise<number> => {
  const { host, pid, bootId, startedAt } = event.holder;
  const holder = { id: event.holder.id, host, pid, bootId: bootId ?? null, startedAt: startedAt ?? null };
  const data: JsonObject = { epoch: event.epoch, holder };
  const { revision } = await store.append(
    leaseStream,
    [{ id, type: `${event.type}.v1`, data, metadata: {} }],
    expected,
  );
  return revision;
};

export const keepLeaseStreamShort = (store: EventStore): Promise<void> => store.limitStream(leaseStream, eventsKept);

const decode = ({ type, data }: RecordedEvent): LeaseEvent => {
  const name = leaseEventNames.find((candidate) => type === `${candidate}.v1`);
  const { epoch } = data;
  if (name === undefined || typeof epoch !== 'number')
    throw new Error(`${leaseStream} holds what is no lease: ${type}`);
  return { type: name, epoch, holder: decodeHolder(data['holder']) };
};

const leaseEventNames = ['lease-acquired', 'lease-renewed', 'lease-released'] as const;

const decodeHolder = (value: JsonObject[string] | undefined): LeaseHolder => {
  const fields = isObject(value) ? value : {};
  const { id, host, pid, bootId, startedAt } = fields;
  if (typeof id !== 'string' || typeof host !== 'string' || typeof pid !== 'number') {
    throw new Error(`${leaseStream} names no holder`);
  }
  return {
    id,
    host,
    pid,
    bootId: typeof bootId === 'string' ? bootId : undefined,
    startedAt: typeof startedAt === 'string' ? startedAt : undefined,
  };
};

const isObject = (value: JsonObject[string] | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
