import type { z } from 'zod';
import type { NetsocEvent } from '../../../domain/events.ts';
import type { JsonObject } from '../../../application/ports/event-store.ts';

/** Pure: data of one version in, data of the next version out. Runs on decrypted data. */
type Upcaster = (data: JsonObject) => JsonObject;

/** The versions of one event type, from 1 to `current`. */
export type StoredType = Readonly<{
  /** Version that is written today. */
  current: number;
  schemas: Readonly<Record<number, z.ZodType>>;
  /** `upcasters[1]` makes version 2 of version 1. */
  upcasters: Readonly<Record<number, Upcaster>>;
}>;

export type StoredTypes = Readonly<Record<string, StoredType>>;

/** How one stored name is read. */
export type StoredReader = Readonly<{
  type: string;
  version: number;
  /** Data as it was stored (decrypted) to data as the domain knows it. Throws ZodError. */
  read: (data: JsonObject) => object;
}>;

/** How one event type is written. */
type StoredWriter = Readonly<{
  /** `instance-requested.v1` */
  storedName: string;
  version: number;
  /** Throws ZodError for data that could not be read back. */
  check: (data: object) => void;
}>;

export type EventRegistry = Readonly<{
  /** Undefined for a stored name that this version of the software does not know. */
  reader: (storedName: string) => StoredReader | undefined;
  writer: (type: NetsocEvent['type']) => StoredWriter;
  storedNames: readonly string[];
}>;

/** `instance-requested` in version 1 is stored as `instance-requested.v1`. */
export const storedNameOf = (type: string, version: number): string => `${type}.v${String(version)}`;

/**
 * Looks every name up once, so that reading an event costs one map access and one parse.
 * @throws Error when a table has a hole: a version without schema, or without the upcaster that leads on from it
 */
export const createEventRegistry = (types: StoredTypes): EventRegistry => {
  const readers = new Map<string, StoredReader>();
  const writers = new Map<string, StoredWriter>();
  for (const [type, stored] of Object.entries(types)) {
    for (let version = 1; version <= stored.current; version += 1) {
      readers.set(storedNameOf(type, version), { type, version, read: readingOf(type, stored, version) });
    }
    const schema = schemaOf(type, stored, stored.current);
    writers.set(type, {
      storedName: storedNameOf(type, stored.current),
      version: stored.current,
      check: (data) => void schema.parse(data),
    });
  }
  return {
    reader: (storedName) => readers.get(storedName),
    writer: (type) => {
      const writer = writers.get(type);
      if (writer === undefined) throw new Error(`the registry has no event type ${type}`);
      return writer;
    },
    storedNames: [...readers.keys()],
  };
};

const readingOf = (type: string, stored: StoredType, version: number): StoredReader['read'] => {
  const schema = schemaOf(type, stored, version);
  if (version === stored.current) return (data) => objectIn(schema.parse(data));
  const current = schemaOf(type, stored, stored.current);
  const chain = upcastersFrom(type, stored, version);
  return (data) => {
    // The old schema first, so that an upcaster never meets data it was not written for.
    schema.parse(data);
    return objectIn(current.parse(chain.reduce((older, upcast) => upcast(older), data)));
  };
};

const schemaOf = (type: string, stored: StoredType, version: number): z.ZodType => {
  const schema = stored.schemas[version];
  if (schema === undefined) throw new Error(`${storedNameOf(type, version)} has no schema`);
  return schema;
};

const upcastersFrom = (type: string, stored: StoredType, version: number): readonly Upcaster[] =>
  Array.from({ length: stored.current - version }, (_, index) => {
    const upcaster = stored.upcasters[version + index];
    if (upcaster === undefined) throw new Error(`${storedNameOf(type, version + index)} has no upcaster`);
    return upcaster;
  });

const objectIn = (parsed: unknown): object => {
  if (typeof parsed !== 'object' || parsed === null) throw new Error('the data of an event is an object');
  return parsed;
};
