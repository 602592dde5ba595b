import type {
  EventLog,
  LoadedStream,
  LogMessage,
  ReadLogOptions,
  Recorded,
} from '../../application/ports/event-log.ts';
import type {
  EventReader,
  EventStore,
  ReadAllOptions,
  SubscriptionMessage,
} from '../../application/ports/event-store.ts';
import type { KeyVault } from '../../application/ports/key-vault.ts';
import type { Log } from '../../application/ports/logger.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import { createOpeningDecoder, createSealedDecoder } from './event-decoder.ts';
import type { SealedDecoder } from './event-decoder.ts';
import { createEventEncoder } from './event-encoder.ts';
import { hashOf } from './hash-chain.ts';
import { createEventRegistry } from './registry/event-registry.ts';
import type { EventRegistry } from './registry/event-registry.ts';
import { storedEvents } from './registry/stored-events.ts';
import { resubscribing } from './resubscribing.ts';
import { retryingUnknownOutcome } from './unknown-outcome.ts';

/** The half that follows the log, as a worker thread or another process has it beside the writer. */
type EventLogReader = Pick<EventLog, 'read' | 'head'>;

/** The log as facts with everything personal sealed, for reading only: over an {@link EventReader}, without any key. */
export const createEventLogReader = (dependencies: {
  store: Omit<EventReader, 'close'>;
  registry?: EventRegistry;
}): EventLogReader => {
  const { store, registry = createEventRegistry(storedEvents) } = dependencies;
  return readingOver(store, createSealedDecoder(registry));
};

type EventLogDependencies = Readonly<{
  store: EventStore;
  keyVault: KeyVault;
  logger: Log;
  /** Default: every event of the product. Tests bring their own to see upcasters at work. */
  registry?: EventRegistry;
}>;

/** The log as facts, over a store of bytes: typed, upcast, decrypted for who decides; checked, sealed, chained on the way in. */
export const createEventLog = (dependencies: EventLogDependencies): EventLog => {
  const { store, keyVault, logger, registry = createEventRegistry(storedEvents) } = dependencies;
  const open = createOpeningDecoder(registry, keyVault);
  const decode = createSealedDecoder(registry);
  const encode = createEventEncoder(registry, keyVault);

  const decodeMessage = (message: SubscriptionMessage): LogMessage | undefined => {
    if (message.kind !== 'events') return message;
    const events = decode(message.events);
    if (events.length > 0) return { kind: 'events', events };
    const last = message.events.at(-1);
    return last === undefined ? undefined : { kind: 'checkpoint', position: last.position };
  };

  return {
    ...readingOver(store, decode),

    load: async <Event extends NetsocEvent>(streamId: string): Promise<LoadedStream<Event>> => {
      const stored = await store.readStream(streamId);
      const last = stored.at(-1);
      // The caller says which events live in its stream; the registry has checked each of them.
      const events = (await open(stored)) as readonly Recorded<Event>[];
      return {
        streamId,
        events,
        revision: last === undefined ? 'no-stream' : last.revision,
        lastHash: last === undefined ? undefined : hashOf(last),
      };
    },

    append: async (loaded, events, context) => {
      if (events.length === 0) throw new Error('there is nothing to append');
      const encoded = await encode(loaded, events, context);
      const appended = await retryingUnknownOutcome(
        () => store.append(loaded.streamId, encoded.events, loaded.revision),
        logger,
      );
      return { ...appended, lastHash: encoded.lastHash };
    },

    async *subscribe({ signal, ...options }) {
      for await (const message of resubscribing(store, { ...options, signal }, logger)) {
        const decoded = decodeMessage(message);
        if (decoded !== undefined) yield decoded;
      }
    },
  };
};

const readingOver = (store: Omit<EventReader, 'close'>, decode: SealedDecoder): EventLogReader => ({
  async *read(options = {}) {
    for await (const page of store.readAll(storeOptions(options))) {
      const decoded = decode(page);
      if (decoded.length > 0) yield decoded;
    }
  },

  head: () => store.head(),
});

const storeOptions = ({ after, streamPrefixes, signal }: ReadLogOptions): ReadAllOptions => ({
  ...(after === undefined ? {} : { from: after }),
  ...(streamPrefixes === undefined ? {} : { streamPrefixes }),
  ...(signal === undefined ? {} : { signal }),
});
