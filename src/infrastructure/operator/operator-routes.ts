import { once } from 'node:events';
import { z } from 'zod';
import type { EventLog, Recorded } from '../../application/ports/event-log.ts';
import type { Position } from '../../application/ports/event-store.ts';
import type { Log } from '../../application/ports/logger.ts';
import type { OpenPersonal } from '../../application/ports/personal-data.ts';
import { formatPosition, parsePosition } from '../../application/ports/position.ts';
import type { Caller } from '../http/caller.ts';
import { defineRoute } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import { inClear } from './in-clear.ts';

const streamName = z.string().regex(/^[a-z]+-[A-Za-z0-9._-]{1,200}$/, 'a stream: instance-<id>');

/** An event as the command line shows it. */
const shownEvent = (recorded: Recorded, data: object) => ({
  position: formatPosition(recorded.position),
  stream: recorded.streamId,
  revision: recorded.revision,
  id: recorded.id,
  type: recorded.event.type,
  data,
  metadata: recorded.metadata,
});

/** Who acts at the socket: whoever may open it, with an admin's rights. @param name of the operating system's user */
export const operatorCaller = (name: string): Caller => ({
  actor: { type: 'cli', id: name },
  roles: ['admin'],
  account: undefined,
  groups: [],
  sshKeys: [],
  rolesAreStale: false,
  session: undefined,
});

/** What only the operator's command line asks for: raw events, decrypted. */
export const operatorRoutes = (eventLog: EventLog, openPersonal: OpenPersonal, log: Log): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/operator/events',
    operation: 'tailEvents',
    summary: 'Events in the order of the log, one JSON document per line, going on as they happen',
    tag: 'Operator',
    access: 'operator',
    query: z.strictObject({ after: z.string().optional(), stream: z.string().max(200).optional() }),
    replies: { 200: { description: 'For ever.', contentType: 'application/x-ndjson' } },
    handle: async ({ query }) => {
      const after: Position | undefined =
        query.after === undefined ? await eventLog.head() : parsePosition(query.after);
      return {
        status: 200,
        take: (_request, response) => {
          response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
          response.flushHeaders();
          const gone = new AbortController();
          response.once('close', () => {
            gone.abort();
          });
          const tail = async (): Promise<void> => {
            const messages = eventLog.subscribe({
              signal: gone.signal,
              ...(after === undefined ? {} : { after }),
              ...(query.stream === undefined ? {} : { streamPrefixes: [query.stream] }),
            });
            for await (const message of messages) {
              if (message.kind !== 'events') continue;
              for (const { recorded, data } of await inClear(message.events, openPersonal)) {
                const taken = response.write(`${JSON.stringify(shownEvent(recorded, data))}\n`);
                if (!taken) await once(response, 'drain', { signal: gone.signal });
              }
            }
          };
          tail().catch((error: unknown) => {
            if (!gone.signal.aborted) log.warn({ err: error }, 'a tail of events failed');
            response.destroy();
          });
        },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/operator/streams/{stream}',
    operation: 'showStream',
    summary: 'All events of one stream',
    tag: 'Operator',
    access: 'operator',
    params: z.object({ stream: streamName }),
    replies: { 200: { description: 'Oldest first; empty when there is no such stream.' } },
    handle: async ({ params }) => {
      const { events } = await eventLog.load(params.stream);
      return { status: 200, body: { items: events.map((recorded) => shownEvent(recorded, recorded.event.data)) } };
    },
  }),
];
