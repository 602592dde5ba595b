export { createEventLog, createEventLogReader } from './event-log.ts';
export type { EventLogDependencies, EventLogReader } from './event-log.ts';
export { UndecodableEventError } from './event-decoder.ts';
export { hashOf, verifyStream } from './hash-chain.ts';
export type { ChainBreak, Verification } from './hash-chain.ts';
export { createKeyVault } from './personal-data/key-vault.ts';
export { createKeyedHash } from './personal-data/master-key.ts';
export { createKeyFinder } from './personal-data/key-finder.ts';
