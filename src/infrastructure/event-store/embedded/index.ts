export { openEmbeddedCore, type EmbeddedCore, type EmbeddedStoreOptions } from './embedded-core.ts';
export { embeddedStore, openEmbeddedStore, openEmbeddedStoreForReading } from './embedded-store.ts';
