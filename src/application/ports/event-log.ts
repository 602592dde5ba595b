import type { Actor } from '../../domain/kernel/actor.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import type { Position } from './event-store.ts';

/**
 * The log as facts: typed, upcast events. Built over an event store by the event registry;
 * commands, processes and projections know only this.
 */

/** Where a command came from; personal parts (caller's address) are never kept here. */
export type Source = Readonly<{ channel: 'http' | 'cli' | 'process'; session?: string; requestId?: string }>;

export type EventMetadata = Readonly<{
  correlationId: string;
  /** Id of the event or command that this event answers. */
  causationId: string;
  commandId: string;
  actor: Actor;
  source: Source;
  /** ISO time at which it happened, by the clock of whoever decided. */
  at: string;
  traceparent?: string;
  /** Keyed hash of the command's content: tells a repeat from another command under the same id. */
  fingerprint?: string;
  /** Hex SHA-256 over the canonical bytes of the previous event of the stream; absent on the first. */
  previousHash?: string;
}>;

export type Recorded<Event extends NetsocEvent = NetsocEvent> = Readonly<{
  event: Event;
  id: string;
  streamId: string;
  revision: number;
  position: Position;
  metadata: EventMetadata;
}>;

/** What a writer says about the events it appends; ids, hashes and schema versions are the log's business. */
export type AppendContext = Readonly<{
  commandId: string;
  correlationId: string;
  causationId: string;
  actor: Actor;
  source: Source;
  at: string;
  traceparent?: string;
  fingerprint?: string;
}>;

/** Where a stream ends, as its last reader or writer found it. */
export type StreamEnd = Readonly<{
  streamId: string;
  /** What an append must expect: the last revision, or `no-stream`. */
  revision: number | 'no-stream';
  /** Hash of the last event, which the next event will carry as `previousHash`. */
  lastHash: string | undefined;
}>;

export type LoadedStream<Event extends NetsocEvent = NetsocEvent> = StreamEnd &
  Readonly<{ events: readonly Recorded<Event>[] }>;

/**
 * Where the newest event stands, and its hash: what the next append to the stream must expect. After a repeat of an append
 * (the same command id again) the place is that of the first one, but the hash is not: whoever goes on from it loads anew.
 */
export type Appended = Readonly<{ revision: number; position: Position; lastHash: string }>;

export type LogMessage =
  | Readonly<{ kind: 'events'; events: readonly Recorded[] }>
  | Readonly<{ kind: 'caught-up'; position: Position | undefined }>
  | Readonly<{ kind: 'checkpoint'; position: Position }>;

export type ReadLogOptions = Readonly<{
  after?: Position;
  streamPrefixes?: readonly string[];
  signal?: AbortSignal;
}>;

export type EventLog = Readonly<{
  /** One stream, for who decides: personal fields in clear, or `erased person`. */
  load: <Event extends NetsocEvent>(streamId: string) => Promise<LoadedStream<Event>>;
  /**
   * Appends to the stream as it was loaded; event ids are uuid v5 of (command id, stream, revision, fingerprint), so a repeat is recognised.
   * An unknown outcome is retried with the same events, for a bounded time.
   * @throws WrongExpectedRevisionError when the stream has moved on
   */
  append: (loaded: StreamEnd, events: readonly NetsocEvent[], context: AppendContext) => Promise<Appended>;
  /** Pages of events, oldest first, ending at the head. Personal fields are sealed (ports/personal-data.ts). */
  read: (options?: ReadLogOptions) => AsyncIterable<readonly Recorded[]>;
  /** For ever, until the signal aborts; resubscribes with backoff by itself. Personal fields are sealed. */
  subscribe: (options: ReadLogOptions & Readonly<{ signal: AbortSignal }>) => AsyncIterable<LogMessage>;
  head: () => Promise<Position | undefined>;
}>;

export type { Position };
