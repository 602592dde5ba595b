import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { followLog, type EmbeddedCore, type EventRow } from '../embedded/index.ts';
import { eventFilter } from './event-filter.ts';
import type { ReadOptions, ReadResponse } from './wire-messages.ts';
import { EMPTY, InvalidRequestError, streamNameIn, toStreamIdentifier, toWireEvent } from './wire-values.ts';

export type ReadCall = Readonly<{
  options: ReadOptions;
  /** Resolves when the connection takes more: a slow client slows its own read down and nothing else. */
  send: (response: ReadResponse) => Promise<void>;
  /** Aborts when the client or the server ends the call. */
  signal: AbortSignal;
}>;

/** The stream was deleted for ever; the caller answers as the vendor does. */
export class TombstonedStreamError extends Error {
  override readonly name = 'TombstonedStreamError';
  readonly streamId: string;

  constructor(streamId: string) {
    super(`stream ${streamId} is deleted`);
    this.streamId = streamId;
  }
}

/** Rows read at once: small enough for the event loop to breathe between pages. */
const PAGE_SIZE = 200;

const BACKWARDS = 1;

/** Answers Streams/Read: a stream or everything, forwards or backwards, once or for ever. */
export const answerRead = async (core: EmbeddedCore, call: ReadCall): Promise<void> => {
  const { stream, all, subscription } = call.options;
  if (stream) await (subscription ? followStream(core, call) : readStream(core, call));
  else if (all) await (subscription ? followAll(core, call) : readAll(core, call));
  else throw new InvalidRequestError('neither a stream nor all streams are asked for');
};

const eventResponse = (row: EventRow, options: ReadOptions): ReadResponse => ({
  event: { event: toWireEvent(row, options.uuidOption?.structured !== undefined), commitPosition: row.position },
});

const sendRows = async ({ send, signal, options }: ReadCall, rows: readonly EventRow[]): Promise<void> => {
  for (const row of rows) {
    if (signal.aborted) return;
    await send(eventResponse(row, options));
  }
};

/** Counts and positions on the wire are unsigned 64 bit; "as many as there are" is beyond what a number holds. */
const bounded = (value: string | number | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.min(Number(value), Number.MAX_SAFE_INTEGER);

const readStream = async (core: EmbeddedCore, call: ReadCall): Promise<void> => {
  const { options, send, signal } = call;
  const name = streamNameIn(options.stream?.streamIdentifier);
  const summary = core.read((reader) => reader.summary(name));
  if (summary?.state === 'tombstoned') throw new TombstonedStreamError(name);
  if (!summary || summary.revision < 0 || summary.state === 'deleted') {
    await send({ streamNotFound: { streamIdentifier: toStreamIdentifier(name) } });
    return;
  }
  const backwards = options.readDirection === BACKWARDS;
  const edge = options.stream?.end ? Number.MAX_SAFE_INTEGER : 0;
  let from = bounded(options.stream?.revision, edge);
  let remaining = bounded(options.count, Number.MAX_SAFE_INTEGER);
  while (remaining > 0 && from >= 0 && !signal.aborted) {
    const maxCount = Math.min(PAGE_SIZE, remaining);
    const rows = core.read((reader) =>
      reader.stream(name, { direction: backwards ? 'backwards' : 'forwards', from, maxCount }),
    );
    await sendRows(call, rows);
    const last = rows.at(-1);
    if (!last || rows.length < maxCount) return;
    from = last.revision + (backwards ? -1 : 1);
    remaining -= rows.length;
    await nextTurn();
  }
};

const followStream = async (core: EmbeddedCore, call: ReadCall): Promise<void> => {
  const { options, send, signal } = call;
  const name = streamNameIn(options.stream?.streamIdentifier);
  await send({ confirmation: { subscriptionId: randomUUID() } });
  const summary = core.read((reader) => reader.summary(name));
  const fromEnd = options.stream?.end ? (summary?.revision ?? -1) + 1 : 0;
  let next = options.stream?.revision === undefined ? fromEnd : bounded(options.stream.revision, 0) + 1;
  let live = false;
  while (!signal.aborted) {
    const [newest, state, rows] = core.read((reader) => [
      reader.lastPosition(),
      reader.summary(name)?.state,
      reader.stream(name, { from: next, maxCount: PAGE_SIZE }),
    ]);
    if (state === 'tombstoned') throw new TombstonedStreamError(name);
    await sendRows(call, rows);
    next = (rows.at(-1)?.revision ?? next - 1) + 1;
    if (rows.length === PAGE_SIZE) {
      live = false;
      continue;
    }
    if (!live) await send({ caughtUp: EMPTY });
    live = true;
    await core.committedAfter(newest, signal);
  }
};

const readAll = async (core: EmbeddedCore, call: ReadCall): Promise<void> => {
  const { options, signal } = call;
  const direction = options.readDirection === BACKWARDS ? 'backwards' : 'forwards';
  const edge = options.all?.end ? Number.MAX_SAFE_INTEGER : 0;
  const position = bounded(options.all?.position?.commitPosition, edge);
  const { streamPrefixes, accepts } = eventFilter(options.filter);
  // Forwards the event at the position itself comes first; backwards the one before it.
  let from = direction === 'forwards' ? Math.max(0, position - 1) : position;
  let remaining = bounded(options.count, Number.MAX_SAFE_INTEGER);
  while (remaining > 0 && !signal.aborted) {
    const page = core.read((reader) =>
      reader.scan({ direction, from, limit: Math.min(PAGE_SIZE, remaining), streamPrefixes, includeSystem: true }),
    );
    const rows = page.rows.filter(accepts);
    await sendRows(call, rows);
    if (page.atEnd) return;
    from = page.scannedTo;
    remaining -= rows.length;
    await nextTurn();
  }
};

const followAll = async (core: EmbeddedCore, call: ReadCall): Promise<void> => {
  const { options, send, signal } = call;
  const { streamPrefixes, accepts, checkpointInterval } = eventFilter(options.filter);
  const end = core.read((reader) => reader.lastPosition());
  const from = bounded(options.all?.position?.commitPosition, options.all?.end ? end : 0);
  await send({ confirmation: { subscriptionId: randomUUID() } });
  let told = from;
  for await (const page of followLog(core, { from, limit: PAGE_SIZE, streamPrefixes, includeSystem: true, signal })) {
    const rows = page.rows.filter(accepts);
    await sendRows(call, rows);
    told = rows.at(-1)?.position ?? told;
    const due = page.caughtUp || page.scannedTo - told >= (checkpointInterval ?? Infinity);
    if (checkpointInterval !== undefined && due && page.scannedTo > told) {
      await send({ checkpoint: { commitPosition: page.scannedTo, preparePosition: page.scannedTo } });
      told = page.scannedTo;
    }
    if (page.caughtUp) await send({ caughtUp: EMPTY });
  }
};
