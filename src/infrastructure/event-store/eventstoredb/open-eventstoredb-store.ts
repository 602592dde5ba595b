import { ANY, EventStoreDBClient, NO_STREAM, STREAM_EXISTS, type AppendExpectedRevision } from '@eventstore/db-client';
import type { Logger } from 'pino';
import {
  EventStoreError,
  type AppendResult,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
} from '../../../application/ports/event-store.ts';
import { repeatWhilePassing, type Attempts } from './append-attempts.ts';
import { withTimeout } from './call-timeout.ts';
import { toEventStoreError, toWrongExpectedRevision } from './client-failure.ts';
import { fromClientPosition, toClientEvent } from './event-conversion.ts';
import { readAll, readHead, readStream } from './read-events.ts';
import { subscribeAll } from './subscribe-all.ts';

export type EventStoreDbOptions = Readonly<{
  /**
   * `esdb://[user:password@]host:2113[,host…]?…` as the vendor documents it. For a cluster add `nodePreference=leader`:
   * a follower may answer a read with what was true a moment ago.
   */
  connectionString: string;
  logger?: Logger;
  /** Milliseconds until a call without an answer counts as lost; default 5,000. */
  callTimeout?: number;
  /** How often and how fast a write with unknown outcome is repeated; default 5 times within about 4 s of pauses. */
  attempts?: Attempts;
}>;

const CALL_TIMEOUT = 5_000;

/** The client waits for the end of streams whose connection was lost; they never end. */
const CLOSE_TIMEOUT = 500;

const ATTEMPTS: Attempts = { limit: 5, firstPause: 200, longestPause: 2_000 };

/**
 * An EventStoreDB server or cluster through the vendor's client. One per process: the client keeps pending appends in a
 * place that all its instances share. Nothing is connected before the first call.
 */
export const openEventStoreDbStore = (options: EventStoreDbOptions): EventStore => {
  const { connectionString, logger, callTimeout = CALL_TIMEOUT, attempts = ATTEMPTS } = options;
  const client = EventStoreDBClient.connectionString(connectionString);
  const closing = new AbortController();

  const refuseWhenClosed = (): void => {
    if (closing.signal.aborted) throw new EventStoreError('closed', 'the event store was closed');
  };

  /** One write with its refusals and failures in the port's words. */
  const write = async <Result>(
    doing: string,
    streamId: string,
    expected: ExpectedRevision,
    call: () => Promise<Result>,
  ): Promise<Result> => {
    refuseWhenClosed();
    try {
      return await repeatWhilePassing(() => withTimeout(call(), callTimeout), attempts, {
        doing,
        logger,
        signal: closing.signal,
      });
    } catch (error) {
      refuseWhenClosed();
      throw toWrongExpectedRevision(error, streamId, expected) ?? toEventStoreError(error, doing);
    }
  };

  const append = async (
    streamId: string,
    events: readonly EventToAppend[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> => {
    if (events.length === 0) throw new TypeError(`an append to ${streamId} needs at least one event`);
    const batch = events.map(toClientEvent);
    const expectedRevision = toClientExpectation(expected);
    const { nextExpectedRevision, position } = await write(`append to ${streamId}`, streamId, expected, () =>
      client.appendToStream(streamId, batch, { expectedRevision }),
    );
    const revision = Number(nextExpectedRevision);
    if (position) return { revision, position: fromClientPosition(position) };
    // A recognised repeat may be answered without its position.
    const [stored] = await readStream(client, streamId, { from: revision, maxCount: 1 }, callTimeout);
    if (!stored) throw new EventStoreError('unavailable', `append to ${streamId}: stored, but at an unknown position`);
    return { revision, position: stored.position };
  };

  const limitStream = async (streamId: string, maxCount: number): Promise<void> => {
    await write(`limit ${streamId}`, streamId, 'any', async () => {
      const { metadata = {} } = await client.getStreamMetadata(streamId);
      const isDeleted = Number(metadata.truncateBefore ?? 0) > Number.MAX_SAFE_INTEGER;
      if (isDeleted || metadata.maxCount === maxCount) return;
      await client.setStreamMetadata(streamId, { ...metadata, maxCount });
    });
  };

  return {
    append,
    readStream: async (streamId, readOptions = {}) => {
      refuseWhenClosed();
      return readStream(client, streamId, readOptions, callTimeout);
    },
    readAll: (readOptions = {}) => unlessClosed(refuseWhenClosed, () => readAll(client, readOptions, callTimeout)),
    subscribeAll: (subscribeOptions) =>
      unlessClosed(refuseWhenClosed, () => subscribeAll(client, subscribeOptions, callTimeout)),
    head: async () => {
      refuseWhenClosed();
      return readHead(client, callTimeout);
    },
    deleteStream: async (streamId, expected) => {
      const expectedRevision = toClientExpectation(expected);
      await write(`delete ${streamId}`, streamId, expected, () =>
        client.deleteStream(streamId, {
          // The protocol's client knows no "exists" here; deleting what never was is refused with "any" as well.
          expectedRevision: expectedRevision === STREAM_EXISTS ? ANY : expectedRevision,
        }),
      );
    },
    limitStream,
    close: async () => {
      if (closing.signal.aborted) return;
      closing.abort();
      await withTimeout(client.dispose(), CLOSE_TIMEOUT).catch((error: unknown) => {
        logger?.debug({ err: error }, 'streams of lost connections were left behind on closing');
      });
    },
  };
};

async function* unlessClosed<Item>(refuse: () => void, open: () => AsyncIterable<Item>): AsyncGenerator<Item> {
  refuse();
  yield* open();
}

const toClientExpectation = (expected: ExpectedRevision): AppendExpectedRevision => {
  switch (expected) {
    case 'no-stream':
      return NO_STREAM;
    case 'any':
      return ANY;
    case 'stream-exists':
      return STREAM_EXISTS;
    default:
      return BigInt(expected);
  }
};
