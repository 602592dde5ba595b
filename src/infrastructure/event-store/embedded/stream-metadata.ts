import type { JsonObject, JsonValue } from '../../../application/ports/event-store.ts';
import type { StreamState } from './commit-check.ts';

/** Metadata of stream `x` is the newest event of stream `$$x`, of this type (EventStoreDB's convention). */
export const METADATA_EVENT_TYPE = '$metadata';

const METADATA_PREFIX = '$$';

/** EventStoreDB's `EventNumber.DeletedStream`: a `$tb` of this size means soft-deleted. */
export const DELETED_TRUNCATE_BEFORE = '9223372036854775807';

export const metadataStreamOf = (stream: string): string => METADATA_PREFIX + stream;

/** The stream whose metadata this stream holds, undefined for an ordinary stream. */
export const describedStream = (stream: string): string | undefined =>
  stream.startsWith(METADATA_PREFIX) ? stream.slice(METADATA_PREFIX.length) : undefined;

/** Streams of the store itself; consumers of the log never see them. */
export const isSystemStream = (stream: string): boolean => stream.startsWith('$');

export type StreamSettings = Readonly<{ state: StreamState; truncateBefore: number; maxCount: number | null }>;

/** What the metadata means for its stream. `$maxAge` and access lists are kept but not acted on. */
export const settingsIn = (metadata: JsonObject): StreamSettings => {
  const truncateBefore = positiveInteger(metadata['$tb']) ?? 0;
  return {
    // Parsing rounds the marker up to 2^63; no stream gets anywhere near.
    state: truncateBefore >= Number.MAX_SAFE_INTEGER ? 'deleted' : 'live',
    truncateBefore: Math.min(truncateBefore, Number.MAX_SAFE_INTEGER),
    maxCount: positiveInteger(metadata['$maxCount']) ?? null,
  };
};

const positiveInteger = (value: JsonValue | undefined): number | undefined =>
  typeof value === 'number' && value > 0 ? value : undefined;

export const parseMetadata = (data: string): JsonObject => {
  const value = JSON.parse(data) as JsonValue;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
};
