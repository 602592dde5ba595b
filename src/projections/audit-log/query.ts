import type { DatabaseSync } from 'node:sqlite';
import type { Actor } from '../../domain/kernel/actor.ts';
import type { Position } from '../../application/ports/event-store.ts';
import { formatPosition } from '../../application/ports/position.ts';
import { rowReader } from '../engine/rows.ts';

export type AuditEntry = Readonly<{
  /** As on the wire: see ports/position.ts. */
  position: string;
  eventId: string;
  type: string;
  /** ISO time. */
  at: string;
  actor: Readonly<{ type: Actor['type']; id: string }>;
  streamId: string;
  instanceId: string | null;
  accountId: string | null;
  /** What happened, in words. */
  summary: string;
  /** Data of the event without what is personal. */
  details: Readonly<Record<string, unknown>>;
  /** Its personal fields, each sealed. */
  personal: Readonly<Record<string, string>>;
  correlationId: string;
  causationId: string;
}>;

type AuditPage = Readonly<{
  items: readonly AuditEntry[];
  /** Pass it as `before` for the next page; null on the last. */
  next: Position | null;
}>;

export type AuditLog = Readonly<{
  /** Newest first, at most `limit` (default 50), older than `before`. */
  page: (options?: Readonly<{ before?: Position; limit?: number; instanceId?: string }>) => AuditPage;
  /** The whole history of one instance, oldest first, at most `limit` (default 5000). */
  ofInstance: (instanceId: string, limit?: number) => readonly AuditEntry[];
  /** The whole history of one account, oldest first, at most `limit` (default 5000). */
  ofAccount: (accountId: string, limit?: number) => readonly AuditEntry[];
  /** Everything a person did, oldest first, at most `limit` (default 5000). */
  byAccount: (accountId: string, limit?: number) => readonly AuditEntry[];
  count: () => number;
}>;

type Row = Omit<AuditEntry, 'position' | 'actor' | 'details' | 'personal'> &
  Readonly<{
    commitPosition: number;
    preparePosition: number;
    actorType: Actor['type'];
    actorId: string;
    details: string;
    personal: string | null;
  }>;

const toEntry = (row: Row): AuditEntry => ({
  position: formatPosition({ commit: row.commitPosition, prepare: row.preparePosition }),
  eventId: row.eventId,
  type: row.type,
  at: row.at,
  actor: { type: row.actorType, id: row.actorId },
  streamId: row.streamId,
  instanceId: row.instanceId,
  accountId: row.accountId,
  summary: row.summary,
  details: JSON.parse(row.details) as Record<string, unknown>,
  personal: row.personal === null ? {} : (JSON.parse(row.personal) as Record<string, string>),
  correlationId: row.correlationId,
  causationId: row.causationId,
});

const end: Position = { commit: Number.MAX_SAFE_INTEGER, prepare: Number.MAX_SAFE_INTEGER };

/** Who did what when. */
export const query = (database: DatabaseSync): AuditLog => {
  const columns = `
    commit_position AS commitPosition, prepare_position AS preparePosition, event_id AS eventId, type, at,
    actor_type AS actorType, actor_id AS actorId, stream_id AS streamId, instance_id AS instanceId, account_id AS accountId,
    summary, details,
    personal, correlation_id AS correlationId, causation_id AS causationId`;
  const older = '(commit_position, prepare_position) < (?, ?)';
  const newestFirst = 'ORDER BY commit_position DESC, prepare_position DESC LIMIT ?';
  const everything = rowReader<Row>(database, `SELECT ${columns} FROM entry WHERE ${older} ${newestFirst}`);
  const aboutInstance = rowReader<Row>(
    database,
    `SELECT ${columns} FROM entry WHERE instance_id = ? AND ${older} ${newestFirst}`,
  );
  const whole = (condition: string) =>
    rowReader<Row>(
      database,
      `SELECT ${columns} FROM entry WHERE ${condition} ORDER BY commit_position, prepare_position LIMIT ?`,
    );
  const ofInstance = whole('instance_id = ?');
  const ofAccount = whole('account_id = ?');
  const byAccount = whole(`actor_type = 'account' AND actor_id = ?`);
  const counted = rowReader<{ count: number }>(database, 'SELECT count(*) AS count FROM entry');
  return {
    page: ({ before = end, limit = 50, instanceId } = {}) => {
      // One row more than asked for tells whether there is a next page.
      const place = [before.commit, before.prepare, limit + 1] as const;
      const rows = instanceId === undefined ? everything.all(...place) : aboutInstance.all(instanceId, ...place);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(toEntry),
        next: rows.length > limit && last ? { commit: last.commitPosition, prepare: last.preparePosition } : null,
      };
    },
    ofInstance: (instanceId, limit = 5000) => ofInstance.all(instanceId, limit).map(toEntry),
    ofAccount: (accountId, limit = 5000) => ofAccount.all(accountId, limit).map(toEntry),
    byAccount: (accountId, limit = 5000) => byAccount.all(accountId, limit).map(toEntry),
    count: () => counted.first()?.count ?? 0,
  };
};
