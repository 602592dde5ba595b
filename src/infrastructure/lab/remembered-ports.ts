import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openDurableDocument } from './state/durable-document.ts';

export type RememberedPorts = Readonly<{
  /**
   * Starts a server on the ports it had last time, or on free ones at its first start or when somebody took one.
   * @param names what the ports are remembered by, one for each
   * @param start gets the ports to listen on, 0 for any
   * @param portsOf tells which ports it got
   */
  startOn: <T>(
    names: readonly string[],
    start: (ports: readonly number[]) => Promise<T>,
    portsOf: (started: T) => readonly number[],
  ) => Promise<T>;
}>;

/**
 * The lab's ports, the same at each start: addresses in configurations, bookmarks and issued tokens stay valid.
 */
export const openRememberedPorts = (directory: string, logger: Logger): RememberedPorts => {
  const document = openDurableDocument<Record<string, number>>({
    path: join(directory, 'ports.json'),
    schema: z.record(z.string(), z.int().min(1).max(65_535)),
    initial: () => ({}),
  });
  return {
    startOn: async (names, start, portsOf) => {
      const remembered = names.map((name) => document.read()[name] ?? 0);
      const started = await start(remembered).catch((error: unknown) => {
        if (!isAddressInUse(error)) throw error;
        logger.warn({ names, ports: remembered }, 'a port is taken by somebody else, using others');
        return start(names.map(() => 0));
      });
      const ports = portsOf(started);
      const known = Object.fromEntries(names.map((name, index) => [name, ports[index] ?? 0]));
      document.change((all) => ({ ...all, ...known }));
      return started;
    },
  };
};

const isAddressInUse = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
