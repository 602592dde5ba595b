import type { KeyVault, PersonalKey } from '../../application/ports/key-vault.ts';
import type { AppendContext, LoadedStream, Recorded } from '../../application/ports/event-log.ts';
import type { EventToAppend, JsonObject, JsonValue, RecordedEvent } from '../../application/ports/event-store.ts';
import { derivedId } from '../../application/command-handling/derived-id.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import { personalData } from '../../domain/personal-data.ts';
import type { PersonalFields } from '../../domain/personal-data.ts';
import { hashOf } from './hash-chain.ts';
import { openFields, sealField, subjectsIn } from './personal-data/personal-field.ts';
import { keyStreamPrefix } from './personal-data/key-vault.ts';
import type { EventRegistry, StoredReader } from './registry/event-registry.ts';
import { metadataFromStore, metadataToStore } from './stored-metadata.ts';

/** An event that this version of the software cannot read; skipping it would make every answer wrong. */
export class UndecodableEventError extends Error {
  override readonly name = 'UndecodableEventError';
  readonly streamId: string;
  readonly revision: number;
  readonly type: string;

  constructor({ streamId, revision, type }: RecordedEvent, why: string, options?: ErrorOptions) {
    super(`event ${String(revision)} of stream ${streamId} (${type}) cannot be read: ${why}`, options);
    this.streamId = streamId;
    this.revision = revision;
    this.type = type;
  }
}

export type EventCodec = Readonly<{
  /** Stored events as facts, in order; streams that keep the log's own books (keys, leases) are left out. */
  decode: (page: readonly RecordedEvent[]) => Promise<readonly Recorded[]>;
  /** Facts as they are stored, chained to the stream as it was loaded; makes the personal keys that are missing. */
  encode: (
    loaded: LoadedStream,
    events: readonly NetsocEvent[],
    context: AppendContext,
  ) => Promise<readonly EventToAppend[]>;
}>;

const bookkeepingPrefixes = [keyStreamPrefix, 'lease-'] as const;

/** Whether the stream is no part of the history: personal keys, leases. */
const keepsBooks = (streamId: string): boolean => bookkeepingPrefixes.some((prefix) => streamId.startsWith(prefix));

const personalFields: Readonly<Record<string, PersonalFields | undefined>> = personalData;

export const createEventCodec = (registry: EventRegistry, keyVault: KeyVault): EventCodec => {
  const decodeOne = (stored: RecordedEvent): Recorded => {
    const reader = registry.reader(stored.type);
    if (reader === undefined) {
      throw new UndecodableEventError(stored, 'this version of the software does not know its type');
    }
    try {
      const { id, streamId, revision, position } = stored;
      const data = reader.read(openData(reader, stored));
      const metadata = metadataFromStore(stored.metadata);
      return { event: { type: reader.type, data } as NetsocEvent, id, streamId, revision, position, metadata };
    } catch (cause) {
      throw new UndecodableEventError(stored, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };

  const openData = (reader: StoredReader, stored: RecordedEvent): JsonObject =>
    personalFields[reader.type] === undefined ? stored.data : openFields(stored.data, stored.id, loadedKey);

  const loadedKey = (subject: string): PersonalKey | undefined => {
    const key = keyVault.peek(subject);
    if (key === 'unknown') throw new Error(`the key of ${subject} was not loaded`);
    return key;
  };

  /** Keys come in parallel before the page, so that decoding itself never waits. */
  const loadKeys = async (page: readonly RecordedEvent[]): Promise<void> => {
    const missing = new Set<string>();
    const note = (subject: string): void => {
      if (keyVault.peek(subject) === 'unknown') missing.add(subject);
    };
    for (const stored of page) {
      const type = registry.reader(stored.type)?.type;
      if (type !== undefined && personalFields[type] !== undefined) subjectsIn(stored.data, note);
    }
    if (missing.size > 0) await Promise.all(Array.from(missing, keyVault.find));
  };

  const sealPersonalFields = async (event: NetsocEvent, eventId: string): Promise<JsonObject> => {
    const data = jsonOf(event);
    const personal = personalFields[event.type];
    if (personal === undefined) return data;
    const key = await keyVault.obtain(textIn(data, personal.subject));
    const sealed = personal.fields.map(
      (field) => [field, sealField(key, textIn(data, field), eventId, field)] as const,
    );
    return { ...data, ...Object.fromEntries(sealed) };
  };

  return {
    decode: async (page) => {
      await loadKeys(page);
      const decoded: Recorded[] = [];
      for (const stored of page) {
        if (!keepsBooks(stored.streamId)) decoded.push(decodeOne(stored));
      }
      return decoded;
    },

    encode: async (loaded, events, context) => {
      const { streamId } = loaded;
      const encoded: EventToAppend[] = [];
      let revision = loaded.revision === 'no-stream' ? 0 : loaded.revision + 1;
      let previousHash = loaded.lastHash;
      for (const event of events) {
        const writer = registry.writer(event.type);
        writer.check(event.data);
        const id = eventId(streamId, revision, context);
        const data = await sealPersonalFields(event, id);
        const metadata = metadataToStore(context, writer.version, previousHash);
        const stored = { id, type: writer.storedName, data, metadata };
        encoded.push(stored);
        if (encoded.length < events.length) previousHash = hashOf({ streamId, revision, ...stored });
        revision += 1;
      }
      return encoded;
    },
  };
};

/**
 * A retry of an append has the same ids. A later append of the same command never has, thanks to the revision,
 * nor has another command under the same id, thanks to the fingerprint.
 */
const eventId = (streamId: string, revision: number, { commandId, fingerprint = '' }: AppendContext): string =>
  derivedId(commandId, `${streamId}/${String(revision)}/${fingerprint}`);

/** Checked by the schema before: the data of a domain event is JSON. */
const jsonOf = (event: NetsocEvent): JsonObject => event.data;

const textIn = (data: JsonObject, field: string): string => {
  const value: JsonValue | undefined = data[field];
  if (typeof value !== 'string') throw new Error(`the personal field ${field} is not a text`);
  return value;
};
