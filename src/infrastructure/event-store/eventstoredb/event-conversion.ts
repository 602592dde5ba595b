import {
  jsonEvent,
  type EventData,
  type Position as ClientPosition,
  type RecordedEvent as ClientEvent,
} from '@eventstore/db-client';
import type { EventToAppend, JsonObject, Position, RecordedEvent } from '../../../application/ports/event-store.ts';

export const toClientEvent = (event: EventToAppend): EventData =>
  jsonEvent({ id: event.id, type: event.type, data: event.data, metadata: event.metadata });

/** Log positions are byte offsets on a real server: far below 2^53. */
export const fromClientPosition = (position: ClientPosition): Position => ({
  commit: Number(position.commit),
  prepare: Number(position.prepare),
});

export const toClientPosition = (position: Position): ClientPosition => ({
  commit: BigInt(position.commit),
  prepare: BigInt(position.prepare),
});

export const comparePositions = (left: Position, right: Position): number =>
  left.commit - right.commit || left.prepare - right.prepare;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/**
 * Undefined for events that are not ours to see: the server's own (`$…` streams and types) and those that are not JSON
 * objects, which this system never wrote.
 */
export const fromClientEvent = (event: ClientEvent | undefined): RecordedEvent | undefined => {
  if (!event?.isJson || event.streamId.startsWith('$') || event.type.startsWith('$')) return undefined;
  if (!isObject(event.data) || event.position === undefined) return undefined;
  return {
    id: event.id,
    type: event.type,
    data: event.data,
    metadata: isObject(event.metadata) ? event.metadata : {},
    streamId: event.streamId,
    revision: Number(event.revision),
    position: fromClientPosition(event.position),
    recordedAt: event.created.getTime(),
  };
};
