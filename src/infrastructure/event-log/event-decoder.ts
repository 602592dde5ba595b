import type { Recorded } from '../../application/ports/event-log.ts';
import type { JsonObject, RecordedEvent } from '../../application/ports/event-store.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import { holdsPersonalData } from './personal-data/personal-types.ts';
import { keyStreamPrefix, loadKeys } from './personal-data/key-finder.ts';
import type { KeyFinder } from './personal-data/key-finder.ts';
import { keepSealed, openFields, subjectsIn } from './personal-data/personal-field.ts';
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

const bookkeepingPrefixes = [keyStreamPrefix, 'lease-'] as const;

/** Whether the stream is no part of the history: personal keys, leases. */
const keepsBooks = (streamId: string): boolean => bookkeepingPrefixes.some((prefix) => streamId.startsWith(prefix));

type ReadData = (reader: StoredReader, stored: RecordedEvent) => JsonObject;

/** Stored events as facts, in order; streams that keep the log's own books (keys, leases) are left out. */
const decodePage = (registry: EventRegistry, page: readonly RecordedEvent[], dataOf: ReadData): readonly Recorded[] => {
  const decoded: Recorded[] = [];
  for (const stored of page) {
    if (keepsBooks(stored.streamId)) continue;
    const reader = registry.reader(stored.type);
    if (reader === undefined) {
      throw new UndecodableEventError(stored, 'this version of the software does not know its type');
    }
    try {
      const { id, streamId, revision, position } = stored;
      const data = reader.read(dataOf(reader, stored));
      const metadata = metadataFromStore(stored.metadata);
      decoded.push({ event: { type: reader.type, data } as NetsocEvent, id, streamId, revision, position, metadata });
    } catch (cause) {
      throw new UndecodableEventError(stored, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }
  return decoded;
};

/** Personal fields stay sealed (ports/personal-data.ts): for whoever keeps copies. */
export type SealedDecoder = (page: readonly RecordedEvent[]) => readonly Recorded[];

export const createSealedDecoder =
  (registry: EventRegistry): SealedDecoder =>
  (page) =>
    decodePage(registry, page, (reader, stored) =>
      holdsPersonalData(reader.type) ? keepSealed(stored.data, stored.id) : stored.data,
    );

/** Personal fields in clear, or `erased person` where the key is gone: for whoever decides. */
export type OpeningDecoder = (page: readonly RecordedEvent[]) => Promise<readonly Recorded[]>;

export const createOpeningDecoder =
  (registry: EventRegistry, keys: KeyFinder): OpeningDecoder =>
  async (page) => {
    const subjects = new Set<string>();
    for (const stored of page) {
      const type = registry.reader(stored.type)?.type;
      if (type !== undefined && holdsPersonalData(type)) subjectsIn(stored.data, (subject) => subjects.add(subject));
    }
    // Keys come before the page, so that decoding itself never waits.
    const loaded = await loadKeys(keys, subjects);
    return decodePage(registry, page, (reader, stored) =>
      holdsPersonalData(reader.type)
        ? openFields(stored.data, stored.id, (subject) => loaded.get(subject))
        : stored.data,
    );
  };
