import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Log } from '../../application/ports/logger.ts';

const poll = z.object({
  at: z.string(),
  /** What Traefik was given: the document, or that it is not ready. */
  result: z.enum(['served', 'not-ready']),
  /** Name of the key that was shown. */
  key: z.string(),
  sha256: z.string().nullable(),
});

type Poll = z.infer<typeof poll>;

export type PollRecord = Readonly<{
  last: () => Poll | undefined;
  record: (poll: Poll) => void;
  /** Resolves when the last poll is on disk. */
  flush: () => Promise<void>;
}>;

const readLast = (file: string, log: Log): Poll | undefined => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // No poll was ever recorded.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return poll.parse(JSON.parse(text));
  } catch (error) {
    // A half-written record from a crash is worth nothing, and the next poll replaces it.
    log.warn({ err: error, file }, 'the record of the last Traefik poll cannot be read');
    return undefined;
  }
};

/**
 * When Traefik last asked and what it got: in memory, and in a small file so that a restart does not forget it.
 * Not in the event log: a poll is no fact about the society's instances, and comes every few seconds.
 */
export const createPollRecord = (file: string, log: Log): PollRecord => {
  let last = readLast(file, log);
  let writing: Promise<void> | undefined;
  let written: Poll | undefined;

  const write = async (): Promise<void> => {
    while (last !== undefined && last !== written) {
      const current = last;
      await writeFile(`${file}.new`, JSON.stringify(current), { mode: 0o600 });
      await rename(`${file}.new`, file);
      written = current;
    }
  };

  const start = (): Promise<void> => {
    writing ??= write()
      .catch((error: unknown) => {
        log.warn({ err: error, file }, 'the record of the last Traefik poll cannot be written');
      })
      .finally(() => {
        writing = undefined;
      });
    return writing;
  };

  return {
    last: () => last,
    record: (next) => {
      last = next;
      void start();
    },
    flush: () => (last === written ? Promise.resolve() : start()),
  };
};
