import type { ExpectedRevision } from '../../../application/ports/event-store.ts';

export type StreamState = 'live' | 'deleted' | 'tombstoned';

/** What the check must know of the stream; revision -1 when it never had an event. */
export type CheckedStream = Readonly<{ revision: number; state: StreamState }>;

export type StoredEvents = Readonly<{
  /** Revision under which the stream holds this event id, if it is not long ago. */
  revisionOf: (eventId: string) => number | undefined;
  /** Id of the event at this revision, undefined when none is kept. */
  idAt: (revision: number) => string | undefined;
  /** Whether the stream has metadata of its own. */
  hasMetadata: () => boolean;
}>;

export type CommitDecision =
  | Readonly<{ kind: 'append' }>
  | Readonly<{ kind: 'repeated'; revision: number }>
  | Readonly<{ kind: 'wrong-revision' }>
  | Readonly<{ kind: 'deleted' }>;

const APPEND: CommitDecision = { kind: 'append' };
const WRONG_REVISION: CommitDecision = { kind: 'wrong-revision' };
const DELETED: CommitDecision = { kind: 'deleted' };

/**
 * Whether events may follow a stream's newest one, are there already, or came too late: the rules of EventStoreDB's
 * `IndexWriter.CheckCommit`, so that a retry after a lost answer is safe as long as it keeps its event ids.
 */
export const checkCommit = (
  stream: CheckedStream,
  expected: ExpectedRevision,
  eventIds: readonly string[],
  stored: StoredEvents,
): CommitDecision => {
  if (stream.state === 'tombstoned') return DELETED;
  if (expected === 'any') return repeatedAnywhere(eventIds, stored);
  if (expected === 'stream-exists') {
    if (stream.state === 'deleted') return DELETED;
    if (stream.revision < 0 && !stored.hasMetadata()) return WRONG_REVISION;
    return repeatedAnywhere(eventIds, stored);
  }
  const expectedRevision = expected === 'no-stream' ? -1 : expected;
  if (expectedRevision === stream.revision) return APPEND;
  if (expectedRevision > stream.revision) return WRONG_REVISION;
  return repeatedAfter(stream, expectedRevision, eventIds, stored);
};

const repeatedAnywhere = (eventIds: readonly string[], stored: StoredEvents): CommitDecision => {
  const [first] = eventIds;
  if (first === undefined || stored.revisionOf(first) === undefined) return APPEND;
  const revisions = eventIds.map(stored.revisionOf);
  const last = revisions.at(-1);
  // Some of them known and some not: not a repeat of one append, and appending would store some twice.
  if (last === undefined || revisions.includes(undefined)) return WRONG_REVISION;
  return { kind: 'repeated', revision: last };
};

const repeatedAfter = (
  stream: CheckedStream,
  expectedRevision: number,
  eventIds: readonly string[],
  stored: StoredEvents,
): CommitDecision => {
  const last = expectedRevision + eventIds.length;
  const repeated =
    eventIds.length > 0 && eventIds.every((eventId, index) => stored.idAt(expectedRevision + 1 + index) === eventId);
  if (repeated) return { kind: 'repeated', revision: last };
  // A deleted stream may be begun anew; its numbering goes on where it ended.
  return stream.state === 'deleted' && expectedRevision === -1 ? APPEND : WRONG_REVISION;
};
