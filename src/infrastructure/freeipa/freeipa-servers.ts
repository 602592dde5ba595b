import { Agent } from 'node:https';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { FreeIpaOptions } from './freeipa-options.ts';
import { createFreeIpaServer } from './freeipa-server.ts';
import type { FreeIpaServer } from './freeipa-server.ts';

/** Several replicas of one FreeIPA as one: what one does not answer, the next is asked. */
export type FreeIpaServers = Readonly<{
  command: FreeIpaServer['command'];
  /**
   * Several calls of which one builds on another, all to one server: the next would know of the first call only some time later.
   * When that server stops answering, the whole work begins anew with the next.
   */
  onOne: <Result>(work: (server: FreeIpaServer) => Promise<Result>) => Promise<Result>;
  close: () => void;
}>;

/**
 * Tries the servers in their order; one that failed goes to the end of the queue for a while, so that an outage of the first
 * does not cost every request a timeout.
 *
 * A request may have reached a server whose answer was lost, and is then sent to the next. That is right for reading, and right
 * for changing because whatever changes something here looks before it acts and leaves alone what is done already.
 * @throws what the servers throw; `unreachable` only when every server was
 */
export const createFreeIpaServers = (options: FreeIpaOptions): FreeIpaServers => {
  const agent = new Agent({ keepAlive: true, ...(options.ca === undefined ? {} : { ca: options.ca }) });
  const servers = options.servers.map((url) =>
    createFreeIpaServer({
      url,
      agent,
      username: options.username,
      password: options.password,
      timeoutMilliseconds: options.timeoutMilliseconds ?? 10_000,
    }),
  );
  const restTime = options.retryServerAfterMilliseconds ?? 30_000;
  const restingUntil = new Map<FreeIpaServer, number>();

  const inOrder = (): readonly FreeIpaServer[] => {
    const now = Date.now();
    const rests = (server: FreeIpaServer): boolean => (restingUntil.get(server) ?? 0) > now;
    return [...servers.filter((server) => !rests(server)), ...servers.filter(rests)];
  };

  const onOne: FreeIpaServers['onOne'] = async (work) => {
    const failures: string[] = [];
    for (const server of inOrder()) {
      try {
        const result = await work(server);
        restingUntil.delete(server);
        return result;
      } catch (error) {
        if (!(error instanceof DirectoryError) || error.failure !== 'unreachable') throw error;
        restingUntil.set(server, Date.now() + restTime);
        failures.push(error.message);
        options.logger.warn({ server: server.url, reason: error.message }, 'FreeIPA server does not answer');
      }
    }
    throw new DirectoryError('unreachable', `no FreeIPA server answers: ${failures.join('; ')}`);
  };

  return {
    onOne,
    command: (name, positional, commandOptions) => onOne((server) => server.command(name, positional, commandOptions)),
    close: () => {
      agent.destroy();
    },
  };
};
