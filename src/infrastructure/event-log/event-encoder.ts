import { derivedId } from '../../application/command-handling/derived-id.ts';
import type { AppendContext, StreamEnd } from '../../application/ports/event-log.ts';
import type { EventToAppend, JsonObject, JsonValue } from '../../application/ports/event-store.ts';
import type { KeyVault } from '../../application/ports/key-vault.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import { hashOf } from './hash-chain.ts';
import { sealField } from './personal-data/personal-field.ts';
import { personalFieldsOf } from './personal-data/personal-types.ts';
import type { EventRegistry } from './registry/event-registry.ts';
import { metadataToStore } from './stored-metadata.ts';

type Encoded = Readonly<{ events: readonly EventToAppend[]; /** Of the last of them. */ lastHash: string }>;

/** Facts as they are stored, chained to the stream as it was loaded; makes the personal keys that are missing. */
export type EventEncoder = (
  loaded: StreamEnd,
  events: readonly NetsocEvent[],
  context: AppendContext,
) => Promise<Encoded>;

export const createEventEncoder = (registry: EventRegistry, keyVault: KeyVault): EventEncoder => {
  const sealPersonalFields = async (event: NetsocEvent, eventId: string): Promise<JsonObject> => {
    const data = jsonOf(event);
    const personal = personalFieldsOf(event.type);
    if (personal === undefined) return data;
    const key = await keyVault.obtain(textIn(data, personal.subject));
    const sealed = personal.fields.map(
      (field) => [field, sealField(key, textIn(data, field), eventId, field)] as const,
    );
    return { ...data, ...Object.fromEntries(sealed) };
  };

  return async (loaded, events, context) => {
    const { streamId } = loaded;
    const encoded: EventToAppend[] = [];
    let revision = loaded.revision === 'no-stream' ? 0 : loaded.revision + 1;
    let lastHash = loaded.lastHash;
    for (const event of events) {
      const writer = registry.writer(event.type);
      writer.check(event.data);
      const id = eventId(streamId, revision, context);
      const data = await sealPersonalFields(event, id);
      const metadata = metadataToStore(context, writer.version, lastHash);
      const stored = { id, type: writer.storedName, data, metadata };
      encoded.push(stored);
      lastHash = hashOf({ streamId, revision, ...stored });
      revision += 1;
    }
    if (lastHash === undefined) throw new Error('there is nothing to encode');
    return { events: encoded, lastHash };
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
