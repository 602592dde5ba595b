import type { EventMetadata, Recorded } from '../../application/ports/event-log.ts';
import type { Actor } from '../../domain/kernel/actor.ts';
import type { NetsocEvent } from '../../domain/events.ts';

/** An event with what a test wants to say about its recording. */
export type Fact = NetsocEvent | Readonly<{ event: NetsocEvent; at?: string; actor?: Actor }>;

const firstMoment = Date.parse('2026-03-02T09:00:00.000Z');

/** ISO time of the n-th event (from 0) of a history: one second each. */
export const momentOf = (index: number): string => new Date(firstMoment + index * 1000).toISOString();

/** The stream that an event belongs to. */
export const streamOf = ({ data }: NetsocEvent): string => {
  if ('processId' in data) return data.processId;
  if ('instanceId' in data) return `instance-${data.instanceId}`;
  if ('requestId' in data) return `reset-request-${data.requestId}`;
  return 'holder' in data ? `${data.kind}-${data.value}` : `account-${data.accountId}`;
};

/**
 * Events as a log would deliver them: positions 1, 2, 3 …, revisions per stream, a second apart.
 * @param after position of the last event before these
 */
export const recordedHistory = (facts: readonly Fact[], after = 0): readonly Recorded[] => {
  const revisions = new Map<string, number>();
  return facts.map((fact, index) => {
    const { event, at, actor } = 'event' in fact ? fact : { event: fact, at: undefined, actor: undefined };
    const number = after + index + 1;
    const streamId = streamOf(event);
    const revision = (revisions.get(streamId) ?? -1) + 1;
    revisions.set(streamId, revision);
    const metadata: EventMetadata = {
      correlationId: `correlation-${String(number)}`,
      causationId: `causation-${String(number)}`,
      commandId: `command-${String(number)}`,
      actor: actor ?? { type: 'system', id: 'test' },
      source: { channel: 'process' },
      at: at ?? momentOf(number - 1),
    };
    return {
      event,
      id: `event-${String(number)}`,
      streamId,
      revision,
      position: { commit: number, prepare: number },
      metadata,
    };
  });
};
