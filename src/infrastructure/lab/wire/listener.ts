import { once } from 'node:events';
import type { Server, Socket } from 'node:net';

/** A server that can be taken off its port and put back, like a machine that dies and returns. */
export type Listener = Readonly<{
  port: number;
  /** Connections are cut and refused from now on. */
  goDown: () => Promise<void>;
  /** Listens again, on the same port. */
  comeUp: () => Promise<void>;
  close: () => Promise<void>;
}>;

/**
 * Listens on a loopback port.
 * @param port 0 takes a free one, which the listener keeps for its life
 */
export const listen = async (server: Server, port: number, host = '127.0.0.1'): Promise<Listener> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  const start = async (wanted: number): Promise<number> => {
    server.listen(wanted, host);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has an address with a port');
    return address.port;
  };

  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const actual = await start(port);
  return {
    port: actual,
    goDown: stop,
    comeUp: async () => {
      if (!server.listening) await start(actual);
    },
    close: stop,
  };
};
