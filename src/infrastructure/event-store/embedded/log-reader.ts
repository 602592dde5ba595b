import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LAST_POSITION, STREAM_REVISION } from './schema.ts';
import type { StreamState } from './commit-check.ts';
import type { Direction, ReadStreamOptions } from '../../../application/ports/event-store.ts';

/** An event as it is stored; `data` and `metadata` are JSON text, `recorded_at` milliseconds since the epoch. */
export type EventRow = Readonly<{
  position: number;
  stream: string;
  revision: number;
  id: string;
  type: string;
  data: string;
  metadata: string;
  recorded_at: number;
}>;

export type Scan = Readonly<{
  direction: Direction;
  /** Exclusive. */
  from: number;
  /** Rows at most. */
  limit: number;
  streamPrefixes: readonly string[];
  /** Whether streams of the store itself are looked at too; default false. */
  includeSystem?: boolean;
}>;

export type ScannedPage = Readonly<{
  rows: readonly EventRow[];
  /** Everything up to here (inclusive) was looked at; the next scan goes on from here. */
  scannedTo: number;
  /** True when nothing is left in this direction. */
  atEnd: boolean;
}>;

export type StreamSummary = Readonly<{ revision: number; state: StreamState }>;

export type LogReader = Readonly<{
  /** Undefined when nothing was ever said about the stream; revision -1 when it never had an event. */
  summary: (stream: string) => StreamSummary | undefined;
  stream: (stream: string, options: ReadStreamOptions) => readonly EventRow[];
  /** One bounded look at the global order: at most `limit` rows out of at most SCAN_WINDOW positions. */
  scan: (scan: Scan) => ScannedPage;
  /** Newest position, system events included; 0 when the log is empty. */
  lastPosition: () => number;
  /** Newest position of an event that consumers see; 0 when there is none. */
  lastVisiblePosition: () => number;
}>;

/** Positions looked at in one go: keeps a filter that matches little from holding the event loop. */
const SCAN_WINDOW = 5_000;

/** Rows come as arrays, in the order of COLUMNS: half as dear as the objects that node:sqlite would make of them. */
type EventTuple = readonly [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
  recordedAt: number,
];

const toRow = ([position, stream, revision, id, type, data, metadata, recorded_at]: EventTuple): EventRow => ({
  position,
  stream,
  revision,
  id,
  type,
  data,
  metadata,
  recorded_at,
});

const prepareRows = (database: DatabaseSync, sql: string): StatementSync => {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
};

const eventRows = (statement: StatementSync, ...parameters: readonly (string | number)[]): readonly EventRow[] => {
  const tuples: unknown[] = statement.all(...parameters);
  return (tuples as EventTuple[]).map(toRow);
};

const COLUMNS = 'e.position, s.name AS stream, e.revision, e.id, e.type, e.data, e.metadata, e.recorded_at';

type Table = 'events' | 'limited_events';

/**
 * A stream is most often wanted whole, and then no LIMIT is bound: SQLite plans a statement anew whenever one is, which costs
 * four times as much as the look-up itself.
 */
const ofOneStream = (table: Table, direction: Direction, limit: '' | 'LIMIT ?'): string => {
  const [comparison, order] = direction === 'forwards' ? ['>=', 'ASC'] : ['<=', 'DESC'];
  return `SELECT ${COLUMNS} FROM streams s JOIN ${table} e ON e.stream = s.id
          WHERE s.name = ? AND e.revision >= s.first_kept AND e.revision ${comparison} ? ORDER BY e.revision ${order} ${limit}`;
};

/** CROSS JOIN keeps SQLite from walking the streams first: the global order is the table's own. */
const ofAllStreams = (table: Table): string =>
  `SELECT ${COLUMNS} FROM ${table} e CROSS JOIN streams s ON s.id = e.stream WHERE s.system <= ? AND e.revision >= s.first_kept`;

/** Both tables' rows in one order; the second has few, most often none. */
const merge = (
  rows: readonly EventRow[],
  limited: readonly EventRow[],
  key: 'position' | 'revision',
  direction: Direction,
  limit: number | undefined,
): readonly EventRow[] => {
  if (limited.length === 0) return rows;
  const sign = direction === 'forwards' ? 1 : -1;
  return [...rows, ...limited].sort((left, right) => sign * (left[key] - right[key])).slice(0, limit);
};

/** Sorts after every name that begins with the prefix. */
const endOfPrefix = (prefix: string): string => `${prefix}\u{10FFFF}`;

export const createLogReader = (database: DatabaseSync): LogReader => {
  const oneStream = (table: Table) => ({
    forwards: {
      whole: prepareRows(database, ofOneStream(table, 'forwards', '')),
      limited: prepareRows(database, ofOneStream(table, 'forwards', 'LIMIT ?')),
    },
    backwards: {
      whole: prepareRows(database, ofOneStream(table, 'backwards', '')),
      limited: prepareRows(database, ofOneStream(table, 'backwards', 'LIMIT ?')),
    },
  });
  const [inEvents, inLimitedEvents] = [oneStream('events'), oneStream('limited_events')];
  const selectSummary = database.prepare(
    `SELECT ${STREAM_REVISION} AS revision, s.state FROM streams s WHERE s.name = ?`,
  );
  const selectLast = database.prepare(LAST_POSITION);
  const selectLastVisible = (table: Table): StatementSync =>
    database.prepare(
      `SELECT e.position FROM ${table} e CROSS JOIN streams s ON s.id = e.stream
       WHERE NOT s.system AND e.revision >= s.first_kept ORDER BY e.position DESC LIMIT 1`,
    );
  const lastVisible = [selectLastVisible('events'), selectLastVisible('limited_events')];
  const scans = new Map<string, StatementSync>();

  const scanStatement = (table: Table, direction: Direction, prefixCount: number): StatementSync => {
    const key = `${table} ${direction} ${String(prefixCount)}`;
    const existing = scans.get(key);
    if (existing) return existing;
    const filter = Array.from({ length: prefixCount }, () => '(s.name >= ? AND s.name < ?)').join(' OR ');
    const order = direction === 'forwards' ? 'ASC' : 'DESC';
    const statement = prepareRows(
      database,
      `${ofAllStreams(table)} AND e.position BETWEEN ? AND ? ${filter && `AND (${filter})`} ORDER BY e.position ${order} LIMIT ?`,
    );
    scans.set(key, statement);
    return statement;
  };

  const lastPosition = (): number => Number(selectLast.get()?.['position'] ?? 0);

  return {
    summary: (stream) => selectSummary.get(stream) as StreamSummary | undefined,
    stream: (stream, { direction = 'forwards', from, maxCount }) => {
      const start = from ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
      const [events, limitedEvents] = [inEvents, inLimitedEvents].map((table) =>
        maxCount === undefined
          ? eventRows(table[direction].whole, stream, start)
          : eventRows(table[direction].limited, stream, start, maxCount),
      );
      return merge(events ?? [], limitedEvents ?? [], 'revision', direction, maxCount);
    },
    scan: ({ direction, from, limit, streamPrefixes, includeSystem = false }) => {
      const newest = lastPosition();
      const forwards = direction === 'forwards';
      const high = forwards ? Math.min(newest, from + SCAN_WINDOW) : Math.min(newest, from - 1);
      const low = forwards ? from + 1 : Math.max(1, high - SCAN_WINDOW + 1);
      if (low > high) return { rows: [], scannedTo: from, atEnd: true };
      const bounds = streamPrefixes.flatMap((prefix) => [prefix, endOfPrefix(prefix)]);
      const [found, limited] = (['events', 'limited_events'] as const).map((table) => {
        const statement = scanStatement(table, direction, streamPrefixes.length);
        return eventRows(statement, includeSystem ? 1 : 0, low, high, ...bounds, limit);
      });
      const rows = merge(found ?? [], limited ?? [], 'position', direction, limit);
      const lastRow = rows.length < limit ? undefined : rows.at(-1);
      const scannedTo = lastRow?.position ?? (forwards ? high : low);
      return { rows, scannedTo, atEnd: forwards ? scannedTo >= newest : scannedTo <= 1 };
    },
    lastPosition,
    lastVisiblePosition: () => Math.max(...lastVisible.map((statement) => Number(statement.get()?.['position'] ?? 0))),
  };
};
