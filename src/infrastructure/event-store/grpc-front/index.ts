export { serveEventStore, type ServedEventStore, type ServeOptions } from './serve-event-store.ts';
