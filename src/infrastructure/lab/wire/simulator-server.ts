import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Logger } from 'pino';
import { createHttpFaults, httpFaultCommand } from './faults.ts';
import type { HttpFaultCommand, HttpHandler } from './faults.ts';
import { listen } from './listener.ts';
import { BodyTooLargeError } from './messages.ts';

/** An HTTP face of the lab that can be told to misbehave. */
export type SimulatorServer = Readonly<{
  port: number;
  /** Takes one fault command (see `httpFaultCommand`); throws a ZodError for anything else. */
  control: (command: unknown) => Promise<Readonly<{ faults: readonly HttpFaultCommand[] }>>;
  close: () => Promise<void>;
}>;

export type SimulatorServerOptions = Readonly<{
  name: string;
  port: number;
  handler: HttpHandler;
  /** Speaks HTTPS when given; PEM. */
  tls?: Readonly<{ key: string; certificate: string }>;
  logger: Logger;
}>;

/** Starts an HTTP or HTTPS server on loopback, with fault injection around its handler. */
export const startSimulatorServer = async (options: SimulatorServerOptions): Promise<SimulatorServer> => {
  const faults = createHttpFaults();
  const guarded = faults.guard(options.handler);

  const onRequest: Parameters<typeof createServer>[1] = (request, response) => {
    guarded(request, response).catch((error: unknown) => {
      if (error instanceof BodyTooLargeError) {
        response.writeHead(413, { connection: 'close' }).end();
        return;
      }
      // A caller that hangs up half-way is its own business, not a fault of the simulator.
      if (request.destroyed || response.destroyed) return;
      options.logger.error({ err: error, simulator: options.name, method: request.method }, 'simulator request failed');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };

  const server =
    options.tls === undefined
      ? createServer(onRequest)
      : createSecureServer({ key: options.tls.key, cert: options.tls.certificate }, onRequest);
  const listener = await listen(server, options.port);
  let down = false;

  return {
    port: listener.port,
    control: async (command) => {
      const fault = httpFaultCommand.parse(command);
      switch (fault.fault) {
        case 'none':
          faults.clear();
          await listener.comeUp();
          down = false;
          break;
        case 'down':
          await listener.goDown();
          down = true;
          break;
        case 'slow':
        case 'error':
        case 'drop':
        case 'hang':
          faults.add(fault);
      }
      return { faults: down ? [{ fault: 'down' }, ...faults.active()] : faults.active() };
    },
    close: listener.close,
  };
};
