import {
  EventStoreError,
  WrongExpectedRevisionError,
  type ExpectedRevision,
} from '../../../application/ports/event-store.ts';

/** A call did not answer in time: whether it took effect is unknown. */
export class CallTimeoutError extends Error {
  override readonly name = 'CallTimeoutError';
}

/**
 * What the client's errors carry. They are told apart by these fields and not by class: after a lost connection the first
 * call rejects with a plain gRPC error that has a `code` and no `type`.
 */
type ClientError = Readonly<{ type?: unknown; code?: unknown; actualVersion?: unknown }>;

const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;
const DATA_LOSS = 15;
const UNAUTHENTICATED = 16;

/** Another attempt may succeed: the server is away, moved, or too slow. */
const PASSING_TYPES: readonly unknown[] = ['unavailable', 'cancelled', 'timeout', 'deadline-exceeded', 'not-leader'];

const fieldsOf = (error: unknown): ClientError => (typeof error === 'object' && error !== null ? error : {});

export const isPassing = (error: unknown): boolean => {
  const { type, code } = fieldsOf(error);
  return error instanceof CallTimeoutError || code === UNAVAILABLE || PASSING_TYPES.includes(type);
};

export const isStreamMissing = (error: unknown): boolean => {
  const { type } = fieldsOf(error);
  return type === 'stream-not-found' || type === 'stream-deleted';
};

/** The refusal as the port says it; undefined when the error is something else. */
export const toWrongExpectedRevision = (
  error: unknown,
  streamId: string,
  expected: ExpectedRevision,
): WrongExpectedRevisionError | undefined => {
  const { type, actualVersion } = fieldsOf(error);
  // Somebody deleted the stream: for whoever expected events in it, there is none.
  if (type === 'stream-deleted') return new WrongExpectedRevisionError(streamId, expected, 'no-stream');
  if (type !== 'wrong-expected-version') return undefined;
  const actual = typeof actualVersion === 'bigint' && actualVersion >= 0n ? Number(actualVersion) : 'no-stream';
  return new WrongExpectedRevisionError(streamId, expected, actual);
};

/** @param doing what was attempted, for the message: `append to instance-1` */
export const toEventStoreError = (error: unknown, doing: string): EventStoreError => {
  if (error instanceof EventStoreError) return error;
  const { type, code } = fieldsOf(error);
  const because = error instanceof Error ? error.message : String(error);
  if (type === 'access-denied' || code === UNAUTHENTICATED) {
    return new EventStoreError('unavailable', `the event store refused our credentials (${doing})`, { cause: error });
  }
  if (code === RESOURCE_EXHAUSTED) {
    return new EventStoreError('full', `the event store is full (${doing}: ${because})`, { cause: error });
  }
  if (code === DATA_LOSS) {
    return new EventStoreError('corrupt', `the event store is damaged (${doing}: ${because})`, { cause: error });
  }
  return new EventStoreError('unavailable', `the event store did not answer (${doing}: ${because})`, { cause: error });
};
