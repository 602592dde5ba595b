export { openEventStoreDbStore, type EventStoreDbOptions } from './open-eventstoredb-store.ts';
