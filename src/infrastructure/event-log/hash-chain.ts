import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RecordedEvent } from '../../application/ports/event-store.ts';

/** What is vouched for: everything but when and where in the log the store kept it, so a copy verifies too. */
type Hashed = Pick<RecordedEvent, 'streamId' | 'revision' | 'id' | 'type' | 'data' | 'metadata'>;

/**
 * Hex SHA-256 over the canonical JSON (RFC 8785) of an event, ciphertext included.
 * The next event of the stream carries it as `previousHash`.
 */
export const hashOf = ({ streamId, revision, id, type, data, metadata }: Hashed): string => {
  const bytes = canonicalize({ streamId, revision, id, type, data, metadata });
  if (bytes === undefined) throw new Error('an event always has canonical bytes');
  return hash('sha256', bytes, 'hex');
};

/**
 * - `missing`: revisions before this one are gone
 * - `misplaced`: a revision comes twice or out of order, or belongs to another stream
 * - `altered`: the event before is not the one that this one was written after
 */
type ChainBreak = Readonly<{
  revision: number;
  problem: 'missing' | 'misplaced' | 'altered';
  explanation: string;
}>;

export type Verification = Readonly<{
  streamId: string;
  events: number;
  breaks: readonly ChainBreak[];
  /** Vouches for the whole stream: note it outside to notice a lost or altered end, which no later event vouches for. */
  lastHash: string | undefined;
}>;

/** Walks one stream from its first event on and says where it is not what was written. */
export const verifyStream = (streamId: string, events: readonly Hashed[]): Verification => {
  const breaks: ChainBreak[] = [];
  let expected = 0;
  let previousHash: string | undefined;
  for (const event of events) {
    const found = breakAt(event, streamId, expected, previousHash);
    if (found !== undefined) breaks.push({ revision: event.revision, ...found });
    expected = event.revision + 1;
    previousHash = hashOf(event);
  }
  return { streamId, events: events.length, breaks, lastHash: previousHash };
};

const breakAt = (
  event: Hashed,
  streamId: string,
  expected: number,
  previousHash: string | undefined,
): Omit<ChainBreak, 'revision'> | undefined => {
  const { revision } = event;
  if (event.streamId !== streamId) {
    return { problem: 'misplaced', explanation: `revision ${String(revision)} belongs to ${event.streamId}` };
  }
  if (revision > expected) {
    const gone = revision - 1 === expected ? String(expected) : `${String(expected)} to ${String(revision - 1)}`;
    return { problem: 'missing', explanation: `revision ${gone} is missing before revision ${String(revision)}` };
  }
  if (revision < expected) {
    return {
      problem: 'misplaced',
      explanation: `revision ${String(revision)} stands where ${String(expected)} belongs`,
    };
  }
  const claimed = event.metadata['previousHash'];
  if (claimed === previousHash) return undefined;
  return {
    problem: 'altered',
    explanation:
      revision === 0
        ? 'revision 0 was written after another event: the beginning is gone'
        : `revision ${String(revision)} was not written after revision ${String(revision - 1)} as it is now: ` +
          'that one was edited or exchanged, or this one was put in',
  };
};
