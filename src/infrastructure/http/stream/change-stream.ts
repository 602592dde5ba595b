import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Position } from '../../../application/ports/event-store.ts';
import type { Log } from '../../../application/ports/logger.ts';
import { comparePositions, formatPosition } from '../../../application/ports/position.ts';
import type { Authenticate } from '../authentication.ts';
import { seesEverything } from '../caller.ts';
import type { Caller } from '../caller.ts';
import { HttpProblem } from '../http-problem.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { PlacedChange } from './change-of-event.ts';

export type ChangeStreamOptions = Readonly<{
  feed: ChangeFeed;
  /** Asked again while a stream is open: it ends soon after its token or its person does. */
  authenticate: Authenticate;
  log: Log;
  /** Default 15 000: below the idle limits of usual proxies. */
  heartbeatMilliseconds?: number;
  /** Default 15 000. */
  recheckMilliseconds?: number;
}>;

export type ChangeStreams = Readonly<{
  /** Opens the stream for one request. @throws HttpProblem 429 when the account has too many */
  open: (caller: Caller, after: Position | undefined) => (request: IncomingMessage, response: ServerResponse) => void;
  count: () => number;
  closeAll: () => void;
}>;

const maximumPerAccount = 20;
/** Someone who missed more reloads faster than we can tell them. */
const maximumReplay = 5000;
/** A reader this far behind (bytes) is dropped; it comes back with Last-Event-ID. */
const maximumBacklog = 1_048_576;

const maySee = (caller: Caller, placed: PlacedChange, feed: ChangeFeed): boolean => {
  if (seesEverything(caller)) return true;
  const { subject } = placed.change;
  const owner = placed.owner ?? (subject.type === 'instance' ? feed.ownerOf(subject.id) : undefined);
  return owner !== undefined && owner === caller.account?.id;
};

/**
 * Server-sent events (WHATWG HTML section 9.2): `hello` with the position to resume from, then `change` for everything that the
 * caller may see. `reset` says that too much was missed: load everything anew.
 */
export const createChangeStreams = (options: ChangeStreamOptions): ChangeStreams => {
  const { feed, authenticate, log, heartbeatMilliseconds = 15_000, recheckMilliseconds = 15_000 } = options;
  const open = new Map<ServerResponse, string>();

  const serve = async (
    opener: Caller,
    after: Position | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    let caller = opener;
    const gone = new AbortController();
    const write = (text: string): void => {
      if (gone.signal.aborted) return;
      response.write(text);
      if (response.writableLength > maximumBacklog) response.destroy();
    };
    const tell = (placed: PlacedChange): void => {
      if (!maySee(caller, placed, feed)) return;
      write(`id: ${placed.change.position}\nevent: change\ndata: ${JSON.stringify(placed.change)}\n\n`);
    };

    // What happens during the replay waits here, so that nothing is missed or told twice at the seam.
    let waiting: PlacedChange[] | undefined = [];
    const silence = feed.listen((placed) => {
      if (waiting === undefined) tell(placed);
      else waiting.push(placed);
    });
    const heartbeat = setInterval(() => {
      write(': still here\n\n');
    }, heartbeatMilliseconds);
    const recheck = setInterval(() => {
      // The operator's right is the socket itself.
      if (opener.account === undefined) return;
      authenticate(request.headers).then(
        (checked) => {
          caller = checked;
        },
        (error: unknown) => {
          // An expired token or a disabled account ends the stream; an outage of the directory does not.
          if (error instanceof HttpProblem && error.status < 500) response.end();
        },
      );
    }, recheckMilliseconds);
    response.once('close', () => {
      gone.abort();
      silence();
      clearInterval(heartbeat);
      clearInterval(recheck);
      open.delete(response);
    });

    const start = after ?? (await feed.head()) ?? { commit: 0, prepare: 0 };
    write(`retry: 2000\nid: ${formatPosition(start)}\nevent: hello\ndata: {"position":"${formatPosition(start)}"}\n\n`);
    let reached = start;
    if (after !== undefined) {
      for await (const placed of feed.replay(after, maximumReplay, gone.signal)) {
        if (placed === 'too-many') {
          reached = (await feed.head()) ?? start;
          const position = formatPosition(reached);
          write(`id: ${position}\nevent: reset\ndata: {"position":"${position}"}\n\n`);
          break;
        }
        tell(placed);
        reached = placed.position;
      }
    }
    const late = waiting;
    waiting = undefined;
    for (const placed of late) if (comparePositions(placed.position, reached) > 0) tell(placed);
  };

  return {
    open: (caller, after) => {
      const id = caller.account?.id ?? caller.actor.id;
      if ([...open.values()].filter((other) => other === id).length >= maximumPerAccount) {
        throw new HttpProblem(429, 'too-many-streams', 'You have too many open streams; close some.', {
          headers: { 'Retry-After': '5' },
        });
      }
      return (request, response) => {
        open.set(response, id);
        response.writeHead(200, {
          'Content-Type': 'text/event-stream; charset=utf-8',
          'Cache-Control': 'no-store',
          // Asks nginx not to hold back what we write.
          'X-Accel-Buffering': 'no',
        });
        serve(caller, after, request, response).catch((error: unknown) => {
          log.warn({ err: error }, 'a stream of changes failed; its reader comes back by itself');
          response.destroy();
        });
      };
    },
    count: () => open.size,
    closeAll: () => {
      for (const response of open.keys()) response.end();
    },
  };
};
