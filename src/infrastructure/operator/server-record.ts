import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const serverRecord = z.object({
  pid: z.int(),
  url: z.string(),
  /** Path of the operator's Unix socket. */
  socket: z.string(),
  mode: z.enum(['lab', 'configured']),
  startedAt: z.string(),
});

/** What a running server tells other programs of its owner: `<data>/server.json`. */
export type ServerRecord = Readonly<z.infer<typeof serverRecord>>;

const fileIn = (dataFolder: string): string => join(dataFolder, 'server.json');

/** Longest path that a Unix socket may have on every system (`sun_path`), its end included. */
const longestSocketPath = 100;

/** `<data>/server.sock`, or a name made from the folder's where that would be too long for a socket. */
export const socketPathOf = (dataFolder: string): string => {
  const path = join(resolve(dataFolder), 'server.sock');
  if (Buffer.byteLength(path) <= longestSocketPath) return path;
  return join(tmpdir(), `netsoc-${createHash('sha256').update(path).digest('hex').slice(0, 24)}.sock`);
};

export const writeServerRecord = (dataFolder: string, record: ServerRecord): void => {
  const file = fileIn(dataFolder);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

export const removeServerRecord = (dataFolder: string): void => {
  rmSync(fileIn(dataFolder), { force: true });
};

/** The record of the server that runs in this data folder, or that was killed there; undefined when there is none. */
export const readServerRecord = (dataFolder: string): ServerRecord | undefined => {
  let text: string;
  try {
    text = readFileSync(fileIn(dataFolder), 'utf8');
  } catch (error) {
    // No server has left a record.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return serverRecord.parse(JSON.parse(text));
};
