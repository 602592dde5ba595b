export { createEventLog, createEventLogReader } from './event-log.ts';
export { UndecodableEventError } from './event-decoder.ts';
export { verifyStream } from './hash-chain.ts';
export { insistOnMasterKey, WrongMasterKeyError } from './personal-data/master-key-check.ts';
export { createKeyVault } from './personal-data/key-vault.ts';
export { createKeyedHash, derivedKey } from './personal-data/master-key.ts';
export { createPersonalOpener } from './personal-data/personal-opener.ts';
