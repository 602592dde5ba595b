export { openEmbeddedCore, type EmbeddedCore, type EmbeddedStoreOptions } from './embedded-core.ts';
export { embeddedStore, openEmbeddedStore, openEmbeddedStoreForReading } from './embedded-store.ts';
export { followLog, type FollowedPage } from './follow-log.ts';
export type { EventRow, LogReader } from './log-reader.ts';
export type { EncodedEvent, WriteOutcome } from './log-writer.ts';
