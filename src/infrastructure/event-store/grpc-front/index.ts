export { serveEventStore, type ServedEventStore } from './serve-event-store.ts';
