/**
 * The log as bytes and numbers: what a store must do, whatever is stored.
 * Two adapters (embedded SQLite, EventStoreDB) pass one contract suite (event-store.contract.ts).
 */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/**
 * Place in the global order. Both halves are kept because EventStoreDB needs both to resume
 * without missing an event; the embedded store counts 1, 2, 3 … and sets both to the same number.
 * Numbers, not bigints: log positions stay far below 2^53.
 */
export type Position = Readonly<{ commit: number; prepare: number }>;

/** Revision is the index of an event inside its stream, from 0. */
export type ExpectedRevision = number | 'no-stream' | 'any' | 'stream-exists';

export type EventToAppend = Readonly<{
  /** UUID; the same id appended again to the same stream is recognised, not stored twice. */
  id: string;
  /** Versioned stored name: `instance-requested.v1`. */
  type: string;
  data: JsonObject;
  metadata: JsonObject;
}>;

export type RecordedEvent = EventToAppend &
  Readonly<{
    streamId: string;
    revision: number;
    position: Position;
    /** Milliseconds since the epoch, by the store's clock. */
    recordedAt: number;
  }>;

export type AppendResult = Readonly<{
  /** Revision of the last event appended. */
  revision: number;
  /** Position of the last event appended. */
  position: Position;
}>;

export type Direction = 'forwards' | 'backwards';

export type ReadStreamOptions = Readonly<{
  direction?: Direction;
  /** First revision delivered; default: the start (forwards) or the end (backwards). */
  from?: number;
  /** Default: no limit. */
  maxCount?: number;
}>;

export type ReadAllOptions = Readonly<{
  /** Exclusive: the first event AFTER this position (forwards) or BEFORE it (backwards); default: from the start or the end. */
  from?: Position;
  direction?: Direction;
  maxCount?: number;
  /** Only streams whose name begins with one of these; system streams (`$…`) are never delivered. Default: all. */
  streamPrefixes?: readonly string[];
  signal?: AbortSignal;
}>;

export type SubscriptionMessage =
  /** Events in global order, at least one; a page while catching up, whatever arrived together when live. */
  | Readonly<{ kind: 'events'; events: readonly RecordedEvent[] }>
  /** Nothing before `position` is missing; sent when the subscription reaches the head, and again after it fell behind. */
  | Readonly<{ kind: 'caught-up'; position: Position | undefined }>
  /** Filtered-out events moved the position on: safe to store as a checkpoint. */
  | Readonly<{ kind: 'checkpoint'; position: Position }>;

export type SubscribeAllOptions = Readonly<{
  /** Exclusive. */
  after?: Position;
  streamPrefixes?: readonly string[];
  signal: AbortSignal;
}>;

/** The stream was not at the revision the caller expected: somebody else won the race. */
export class WrongExpectedRevisionError extends Error {
  override readonly name = 'WrongExpectedRevisionError';
  readonly streamId: string;
  readonly expected: ExpectedRevision;
  readonly actual: number | 'no-stream';

  constructor(streamId: string, expected: ExpectedRevision, actual: number | 'no-stream') {
    super(`stream ${streamId} is at ${String(actual)}, not at ${String(expected)}`);
    this.streamId = streamId;
    this.expected = expected;
    this.actual = actual;
  }
}

/**
 * Why a store could not answer:
 * - `unavailable`: nothing was stored, or it is unknown whether it was; retry with the same event ids
 * - `full`: the disk is full, nothing was stored
 * - `corrupt`: the file is damaged; an operator must restore it
 * - `locked`: another process owns the store
 * - `closed`: the store was closed by us
 */
export type EventStoreFailure = 'unavailable' | 'full' | 'corrupt' | 'locked' | 'closed';

export class EventStoreError extends Error {
  override readonly name = 'EventStoreError';
  readonly failure: EventStoreFailure;

  constructor(failure: EventStoreFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

export type EventStore = Readonly<{
  /**
   * Appends all events or none. Resolves only when they are durable.
   * A repeat with the same ids and expectation resolves with the original result.
   * @throws WrongExpectedRevisionError, EventStoreError
   */
  append: (streamId: string, events: readonly EventToAppend[], expected: ExpectedRevision) => Promise<AppendResult>;
  /** Events of one stream; empty when the stream does not exist or was deleted. */
  readStream: (streamId: string, options?: ReadStreamOptions) => Promise<readonly RecordedEvent[]>;
  /** Pages of the global order. */
  readAll: (options?: ReadAllOptions) => AsyncIterable<readonly RecordedEvent[]>;
  /**
   * Catches up from a position and goes on live, without gap or double, until the signal aborts (then it ends normally).
   * One attempt: a lost connection throws EventStoreError('unavailable'); the caller resubscribes from its checkpoint.
   */
  subscribeAll: (options: SubscribeAllOptions) => AsyncIterable<SubscriptionMessage>;
  /** Position of the newest event, undefined when the log is empty. */
  head: () => Promise<Position | undefined>;
  /** Physically removes a stream's events where the store can (embedded), at the latest when it is scavenged (EventStoreDB). */
  deleteStream: (streamId: string, expected: ExpectedRevision) => Promise<void>;
  /** Keeps only the newest `maxCount` events of a stream readable (leases). */
  limitStream: (streamId: string, maxCount: number) => Promise<void>;
  close: () => Promise<void>;
}>;

/** The reading half, as a worker thread or another process has it beside the writer. */
export type EventReader = Pick<EventStore, 'readStream' | 'readAll' | 'head' | 'close'>;
