import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createEventRegistry } from './event-registry.ts';
import type { StoredTypes } from './event-registry.ts';

/** A type on its third version: memory went from gigabytes to mebibytes, then into a group of its own. */
const types: StoredTypes = {
  sized: {
    current: 3,
    schemas: {
      1: z.strictObject({ memoryGB: z.int() }),
      2: z.strictObject({ memoryMiB: z.int() }),
      3: z.strictObject({ resources: z.strictObject({ memoryMiB: z.int() }) }),
    },
    upcasters: {
      1: ({ memoryGB }) => ({ memoryMiB: Number(memoryGB) * 1024 }),
      2: (data) => ({ resources: data }),
    },
  },
};

describe('reading an event of an older version', () => {
  const registry = createEventRegistry(types);

  it.each([
    ['sized.v1', { memoryGB: 2 }],
    ['sized.v2', { memoryMiB: 2048 }],
    ['sized.v3', { resources: { memoryMiB: 2048 } }],
  ])('gives what the domain knows today: %s', (storedName, data) => {
    expect(registry.reader(storedName)?.read(data)).toEqual({ resources: { memoryMiB: 2048 } });
  });

  it('leaves what was stored as it is', () => {
    const stored = Object.freeze({ memoryGB: 2 });
    registry.reader('sized.v1')?.read(stored);
    expect(stored).toEqual({ memoryGB: 2 });
  });

  it.each([
    ['sized.v1', { memoryMiB: 2048 }],
    ['sized.v3', { resources: { memoryMiB: 'much' } }],
    ['sized.v3', { resources: { memoryMiB: 1, swap: 1 } }],
  ])('fails for data that the version never had: %s', (storedName, data) => {
    expect(() => registry.reader(storedName)?.read(data)).toThrow(z.ZodError);
  });

  it('knows the version that is written today, and no later one', () => {
    expect(registry.storedNames).toEqual(['sized.v1', 'sized.v2', 'sized.v3']);
    expect(registry.reader('sized.v4')).toBeUndefined();
  });
});

describe('a table of types', () => {
  const { sized } = types;
  const of = (change: object): StoredTypes => ({
    sized: { current: 3, schemas: {}, upcasters: {}, ...sized, ...change },
  });

  it('needs a schema for every version', () => {
    expect(() => createEventRegistry(of({ schemas: { 1: z.object({}), 3: z.object({}) } }))).toThrow(
      'sized.v2 has no schema',
    );
  });

  it('needs a way up from every version', () => {
    expect(() => createEventRegistry(of({ upcasters: { 1: () => ({}) } }))).toThrow('sized.v2 has no upcaster');
  });
});
