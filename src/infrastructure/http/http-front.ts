import { randomUUID } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { STATUS_CODES, createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { HttpProblem, problemDocument } from './http-problem.ts';

export type HttpFront = Readonly<{
  /** Port that was given; 0 for a Unix socket. */
  port: number;
  /** Answers with this from now on. */
  serve: (listener: RequestListener) => void;
  /** Takes no new connections, lets requests under way end, and after a while ends them. */
  close: () => Promise<void>;
}>;

/** The port is somebody else's. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly port: number;

  constructor(host: string, port: number, options?: ErrorOptions) {
    super(`port ${String(port)} on ${host} is in use by another program`, options);
    this.port = port;
  }
}

const graceMilliseconds = 5_000;

const starting: RequestListener = (_request, response) => {
  const problem = new HttpProblem(503, 'starting', 'The server is starting; try again in a moment.');
  response.writeHead(503, { 'Content-Type': 'application/problem+json; charset=utf-8', 'Retry-After': '1' });
  response.end(JSON.stringify(problemDocument(problem, randomUUID())));
};

/** What is not even HTTP gets an answer that is, and nothing more. */
const answerGarbage = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const problem = new HttpProblem(status, 'bad-request', 'The request cannot be understood.');
  const body = JSON.stringify(problemDocument(problem, randomUUID()));
  socket.end(
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${String(Buffer.byteLength(body))}\r\nConnection: close\r\n\r\n${body}`,
  );
};

const listening = (server: Server, listen: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });

const closing = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    const impatience = setTimeout(() => {
      server.closeAllConnections();
    }, graceMilliseconds);
    server.close((error) => {
      clearTimeout(impatience);
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });

const makeServer = (): { server: Server; serve: HttpFront['serve'] } => {
  let listener = starting;
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      listener(request, response);
    },
  );
  server.on('clientError', answerGarbage);
  return {
    server,
    serve: (next) => {
      listener = next;
    },
  };
};

/**
 * Takes the port at once and says 503 until there is something to serve, so that a port in use is known before anything else begins.
 * @param port 0 for any
 * @throws PortInUseError
 */
export const openHttpFront = async (host: string, port: number): Promise<HttpFront> => {
  const { server, serve } = makeServer();
  try {
    await listening(server, () => server.listen(port, host));
  } catch (error) {
    const inUse = typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
    throw inUse ? new PortInUseError(host, port, { cause: error }) : error;
  }
  return { port: (server.address() as AddressInfo).port, serve, close: () => closing(server) };
};

/**
 * The operator's door: a Unix socket that only its owner may open (mode 0600).
 * A socket file that a killed server left is replaced; the caller holds the data folder's lock, so no server lives behind it.
 */
export const openSocketFront = async (path: string): Promise<HttpFront> => {
  rmSync(path, { force: true });
  const { server, serve } = makeServer();
  await listening(server, () => server.listen(path));
  chmodSync(path, 0o600);
  return {
    port: 0,
    serve,
    close: async () => {
      await closing(server);
      rmSync(path, { force: true });
    },
  };
};
