import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { unsealed } from './sealing.ts';
import type { Sealing } from './sealing.ts';

/** One JSON document on disk that outlives the process; small enough to be written whole on each change. */
export type DurableDocument<T> = Readonly<{
  read: () => T;
  /** Replaces the document; when this returns, a killed process finds the new content. */
  change: (update: (current: T) => T) => T;
}>;

export type DurableDocumentOptions<T> = Readonly<{
  path: string;
  /** Refuses a file that a person or an older version has left in another shape. */
  schema: z.ZodType<T>;
  /** Content when there is no file yet; written at once. */
  initial: () => T;
  /** For documents that hold what people sent. Default: written as it is. */
  sealing?: Sealing | undefined;
}>;

/**
 * Opens or creates a document, mode 0600. Writes go to a neighbour file first and are renamed over the old one,
 * so a reader never meets half a document.
 */
export const openDurableDocument = <T>(options: DurableDocumentOptions<T>): DurableDocument<T> => {
  const { path, sealing = unsealed } = options;
  const write = (content: T): void => {
    replaceFile(path, sealing.seal(JSON.stringify(content)));
  };
  const stored = readIfPresent(path);
  let current: T;
  if (stored === undefined) {
    current = options.initial();
    write(current);
  } else {
    const text = sealing.open(stored);
    current = options.schema.parse(JSON.parse(text));
    // It was written before it had to be sealed.
    if (text === stored && sealing !== unsealed) write(current);
  }
  return {
    read: () => current,
    change: (update) => {
      const next = update(current);
      write(next);
      current = next;
      return next;
    },
  };
};

/** Writes a file of mode 0600 in one step as seen by readers; makes its folder when needed. */
export const replaceFile = (path: string, content: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const neighbour = `${path}.${String(process.pid)}.new`;
  writeFileSync(neighbour, content, { mode: 0o600 });
  renameSync(neighbour, path);
};

/** The file's text, or undefined when there is no such file. */
export const readIfPresent = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined;
