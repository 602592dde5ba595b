import type { Recorded } from '../../application/ports/event-log.ts';
import type { JsonObject, RecordedEvent } from '../../application/ports/event-store.ts';
import type { PersonalKey } from '../../application/ports/key-vault.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import { holdsPersonalData } from './personal-data/personal-types.ts';
import { keyStreamPrefix } from './personal-data/key-finder.ts';
import type { KeyFinder } from './personal-data/key-finder.ts';
import { openFields, subjectsIn } from './personal-data/personal-field.ts';
import type { EventRegistry, StoredReader } from './registry/event-registry.ts';
import { metadataFromStore } from './stored-metadata.ts';

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

/** Stored events as facts, in order; streams that keep the log's own books (keys, leases) are left out. */
export type EventDecoder = (page: readonly RecordedEvent[]) => Promise<readonly Recorded[]>;

const bookkeepingPrefixes = [keyStreamPrefix, 'lease-'] as const;

/** Whether the stream is no part of the history: personal keys, leases. */
const keepsBooks = (streamId: string): boolean => bookkeepingPrefixes.some((prefix) => streamId.startsWith(prefix));

/** Keys of the people that a page is about; undefined for those whose key is destroyed. */
type KeysOfPage = ReadonlyMap<string, PersonalKey | undefined>;

export const createEventDecoder = (registry: EventRegistry, keys: KeyFinder): EventDecoder => {
  const decodeOne = (stored: RecordedEvent, keysOfPage: KeysOfPage): Recorded => {
    const reader = registry.reader(stored.type);
    if (reader === undefined) {
      throw new UndecodableEventError(stored, 'this version of the software does not know its type');
    }
    try {
      const { id, streamId, revision, position } = stored;
      const data = reader.read(openData(reader, stored, keysOfPage));
      const metadata = metadataFromStore(stored.metadata);
      return { event: { type: reader.type, data } as NetsocEvent, id, streamId, revision, position, metadata };
    } catch (cause) {
      throw new UndecodableEventError(stored, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };

  const openData = (reader: StoredReader, stored: RecordedEvent, keysOfPage: KeysOfPage): JsonObject =>
    holdsPersonalData(reader.type)
      ? openFields(stored.data, stored.id, (subject) => keysOfPage.get(subject))
      : stored.data;

  /** Keys come in parallel before the page, so that decoding itself never waits. */
  const keysFor = async (page: readonly RecordedEvent[]): Promise<KeysOfPage> => {
    const found = new Map<string, PersonalKey | undefined>();
    const missing = new Set<string>();
    const note = (subject: string): void => {
      const key = keys.peek(subject);
      if (key === 'unknown') missing.add(subject);
      else found.set(subject, key);
    };
    for (const stored of page) {
      const type = registry.reader(stored.type)?.type;
      if (type !== undefined && holdsPersonalData(type)) subjectsIn(stored.data, note);
    }
    await Promise.all(Array.from(missing, async (subject) => found.set(subject, await keys.find(subject))));
    return found;
  };

  return async (page) => {
    const keysOfPage = await keysFor(page);
    const decoded: Recorded[] = [];
    for (const stored of page) {
      if (!keepsBooks(stored.streamId)) decoded.push(decodeOne(stored, keysOfPage));
    }
    return decoded;
  };
};
