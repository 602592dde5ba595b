import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import {
  Server,
  ServerCredentials,
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
} from '@grpc/grpc-js';
import type { Logger } from 'pino';
import type { EmbeddedCore } from '../embedded/index.ts';
import { answerRead, TombstonedStreamError } from './answer-read.ts';
import { answerAppend, createBatchAppender, RefusedError, toWirePosition } from './answer-writes.ts';
import { GOSSIP_SERVICE, SERVER_FEATURES_SERVICE, STREAMS_SERVICE } from './protocol.ts';
import { toCallError, toServerError } from './refusals.ts';
import type {
  AppendRequest,
  AppendResponse,
  BatchAppendRequest,
  BatchAppendResponse,
  DeleteRequest,
  DeleteResponse,
  Empty,
  ReadRequest,
  ReadResponse,
} from './wire-messages.ts';
import { expectedRevisionIn, streamNameIn } from './wire-values.ts';

export type ServeOptions = Readonly<{
  core: EmbeddedCore;
  /** Interface to listen on; there is no access control, so the default is this machine only. */
  host?: string;
  /** 0 for any free port. */
  port: number;
  /** Default: no TLS (connect with `?tls=false`). */
  credentials?: ServerCredentials;
  logger?: Logger;
}>;

export type ServedEventStore = Readonly<{
  address: Readonly<{ host: string; port: number }>;
  /** `esdb://…` for clients on this machine. */
  connectionString: string;
  /** Ends every call and frees the port; the core stays open. */
  close: () => Promise<void>;
}>;

/** Largest message taken: EventStoreDB's own limit of 16 MB and its framing. */
const MAXIMUM_MESSAGE = 17 * 1024 * 1024;

/** The version whose behaviour is spoken; clients choose their calls by it. */
const SPOKEN_VERSION = '24.6.0';

/**
 * Speaks EventStoreDB's gRPC protocol for an embedded core: Streams (all calls), ServerFeatures and Gossip.
 * Not there: persistent subscriptions, projections, users, access lists, events that are not JSON.
 */
export const serveEventStore = async (options: ServeOptions): Promise<ServedEventStore> => {
  const { core, host = '127.0.0.1', port, credentials = ServerCredentials.createInsecure(), logger } = options;
  const ending = new AbortController();
  const grpc = new Server({ 'grpc.max_receive_message_length': MAXIMUM_MESSAGE, 'grpc.max_send_message_length': -1 });
  const sockets = new Set<Socket>();
  // Sockets are accepted here and handed over, because grpc-js leaves Nagle's algorithm on: 40 ms for many small answers.
  const injector = grpc.createConnectionInjector(credentials);
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', (error) => logger?.debug({ err: error }, 'event store connection broke'));
    injector.injectConnection(socket);
  });
  listener.listen(port, host);
  await once(listener, 'listening');
  const address = { host, port: (listener.address() as AddressInfo).port };

  grpc.addService(STREAMS_SERVICE, {
    Read: read(core, ending.signal),
    Append: appendCall(core),
    BatchAppend: batchAppend(core, logger),
    Delete: deletion(core.remove),
    Tombstone: deletion(core.tombstone),
  });
  grpc.addService(SERVER_FEATURES_SERVICE, { GetSupportedMethods: supportedMethods });
  grpc.addService(GOSSIP_SERVICE, { Read: gossip(address) });

  return {
    address,
    connectionString: `esdb://${host}:${String(address.port)}?tls=false`,
    close: async () => {
      ending.abort();
      const closed = once(listener, 'close');
      listener.close();
      injector.destroy();
      grpc.forceShutdown();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

const toError = (error: unknown): object => {
  if (error instanceof RefusedError) return toCallError(error.refusal, error.streamId, error.expected);
  if (error instanceof TombstonedStreamError) return toCallError({ kind: 'deleted' }, error.streamId, 'any');
  return toServerError(error);
};

const read =
  (core: EmbeddedCore, ending: AbortSignal): handleServerStreamingCall<ReadRequest, ReadResponse> =>
  (call) => {
    const cancelled = new AbortController();
    call.once('cancelled', () => {
      cancelled.abort();
    });
    const signal = AbortSignal.any([cancelled.signal, ending]);
    const send = async (response: ReadResponse): Promise<void> => {
      if (call.write(response) || signal.aborted) return;
      await once(call, 'drain', { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    };
    answerRead(core, { options: call.request.options ?? {}, send, signal }).then(
      () => call.end(),
      // Not destroy(): grpc-js sends the status of an emitted error, and nothing of a destroyed call.
      (error: unknown) => call.emit('error', toError(error)),
    );
  };

const appendCall =
  (core: EmbeddedCore): handleClientStreamingCall<AppendRequest, AppendResponse> =>
  (call, callback) => {
    answerAppend(core, call).then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(toError(error));
      },
    );
  };

const batchAppend =
  (core: EmbeddedCore, logger: Logger | undefined): handleBidiStreamingCall<BatchAppendRequest, BatchAppendResponse> =>
  (call) => {
    const append = createBatchAppender(core);
    call.on('data', (request: BatchAppendRequest) => {
      append(request).then(
        (response) => {
          if (response === undefined || call.cancelled || call.destroyed || call.write(response)) return;
          call.pause();
          call.once('drain', () => call.resume());
        },
        // The client learns that the outcome of all its appends in flight is unknown, and repeats them.
        (error: unknown) => call.emit('error', toError(error)),
      );
    });
    call.on('end', () => {
      call.end();
    });
    call.on('cancelled', () => {
      logger?.debug('a client ended its appends');
    });
  };

const deletion =
  (remove: EmbeddedCore['remove']): handleUnaryCall<DeleteRequest, DeleteResponse> =>
  ({ request: { options = {} } }, callback) => {
    const expected = expectedRevisionIn(options);
    const deleting = async (): Promise<DeleteResponse> => {
      const stream = streamNameIn(options.streamIdentifier);
      const outcome = await remove(stream, expected);
      if (outcome.kind !== 'written') throw new RefusedError(outcome, stream, expected);
      return { position: toWirePosition(outcome.position) };
    };
    deleting().then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(toError(error));
      },
    );
  };

/** Service names in lower case, as the vendor's server sends them. */
const STREAMS = 'event_store.client.streams.streams';

const supportedMethods: handleUnaryCall<Empty, object> = (_call, callback) => {
  callback(null, {
    methods: [
      { methodName: 'read', serviceName: STREAMS, features: ['position', 'events'] },
      { methodName: 'append', serviceName: STREAMS, features: [] },
      { methodName: 'delete', serviceName: STREAMS, features: [] },
      { methodName: 'tombstone', serviceName: STREAMS, features: [] },
      { methodName: 'batchappend', serviceName: STREAMS, features: ['deadline_duration'] },
      { methodName: 'read', serviceName: 'event_store.client.gossip.gossip', features: [] },
    ],
    eventStoreServerVersion: SPOKEN_VERSION,
  });
};

const LEADER = 8;

const gossip = (address: ServedEventStore['address']): handleUnaryCall<Empty, object> => {
  const instanceId = { string: randomUUID() };
  return (_call, callback) => {
    const member = {
      instanceId,
      timeStamp: `${String(Date.now())}0000`,
      state: LEADER,
      isAlive: true,
      httpEndPoint: { address: address.host, port: address.port },
    };
    callback(null, { members: [member] });
  };
};
