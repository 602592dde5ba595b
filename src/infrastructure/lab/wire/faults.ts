import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const matching = {
  /** Only requests of this method. */
  method: z.string().optional(),
  /** Only requests whose path contains this. */
  path: z.string().optional(),
  /** Ends by itself after so many requests; default: stays until cleared. */
  times: z.int().positive().optional(),
};

/** What an HTTP simulator can be told to do wrong. */
export const httpFaultCommand = z.discriminatedUnion('fault', [
  /** Back to normal: forgets every fault and listens again. */
  z.strictObject({ fault: z.literal('none') }),
  /** Answers correctly, but late. */
  z.strictObject({ fault: z.literal('slow'), milliseconds: z.int().min(0).max(600_000), ...matching }),
  /** Answers an error without doing anything. */
  z.strictObject({
    fault: z.literal('error'),
    status: z.int().min(400).max(599),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    ...matching,
  }),
  /** Cuts the connection: before anything is done, or after it is done and before the answer leaves. */
  z.strictObject({ fault: z.literal('drop'), when: z.enum(['before', 'after']).default('before'), ...matching }),
  /** Reads the request and never answers. */
  z.strictObject({ fault: z.literal('hang'), ...matching }),
  /** Refuses connections until told `none`. */
  z.strictObject({ fault: z.literal('down') }),
]);

export type HttpFaultCommand = z.infer<typeof httpFaultCommand>;
type RequestFault = Exclude<HttpFaultCommand, Readonly<{ fault: 'none' | 'down' }>>;

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type HttpFaults = Readonly<{
  add: (fault: RequestFault) => void;
  clear: () => void;
  active: () => readonly HttpFaultCommand[];
  /** The handler as it behaves under the faults of the moment. */
  guard: (handler: HttpHandler) => HttpHandler;
}>;

/** Faults of one HTTP simulator; the first that matches a request is taken. */
export const createHttpFaults = (): HttpFaults => {
  let faults: { fault: RequestFault; left: number }[] = [];

  const take = (request: IncomingMessage): RequestFault | undefined => {
    const found = faults.find(
      ({ fault }) =>
        (fault.method === undefined || fault.method === request.method) &&
        (fault.path === undefined || (request.url ?? '').includes(fault.path)),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) faults = faults.filter((entry) => entry !== found);
    return found.fault;
  };

  return {
    add: (fault) => {
      faults.push({ fault, left: fault.times ?? Infinity });
    },
    clear: () => {
      faults = [];
    },
    active: () => faults.map(({ fault }) => fault),
    guard: (handler) => async (request, response) => {
      const fault = take(request);
      switch (fault?.fault) {
        case undefined:
          return handler(request, response);
        case 'slow':
          await pause(fault.milliseconds, undefined, { ref: false });
          return handler(request, response);
        case 'error':
          request.resume();
          response.writeHead(fault.status, fault.headers ?? {});
          response.end(fault.body ?? '');
          return;
        case 'hang':
          request.resume();
          return;
        case 'drop':
          if (fault.when === 'before') {
            request.socket.destroy();
            return;
          }
          dropInsteadOfAnswering(request, response);
          return handler(request, response);
      }
    },
  };
};

/** The handler runs to its end, but its answer goes nowhere. */
const dropInsteadOfAnswering = (request: IncomingMessage, response: ServerResponse): void => {
  response.write = () => true;
  response.end = () => {
    request.socket.destroy();
    return response;
  };
};
