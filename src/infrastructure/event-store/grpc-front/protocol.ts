import { fileURLToPath } from 'node:url';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const folder = fileURLToPath(new URL('./proto/', import.meta.url));

const definitions = loadSync(['streams.proto', 'server-features.proto', 'gossip.proto', 'shared.proto'], {
  includeDirs: [folder],
  longs: String,
  enums: Number,
  bytes: Buffer,
});

const service = (name: string): ServiceDefinition => {
  const definition = definitions[name];
  if (definition === undefined || 'format' in definition) throw new Error(`proto/ does not describe ${name}`);
  return definition;
};

export const STREAMS_SERVICE = service('event_store.client.streams.Streams');
export const SERVER_FEATURES_SERVICE = service('event_store.client.server_features.ServerFeatures');
export const GOSSIP_SERVICE = service('event_store.client.gossip.Gossip');

const packedMessages = service('event_store.client.PackedMessages');

/** Encodes a message of package `event_store.client` for travelling inside another one. */
export const encodePacked = (name: string, message: object): Buffer => {
  const method = packedMessages[name];
  if (!method) throw new Error(`proto/shared.proto does not pack ${name}`);
  return method.responseSerialize(message);
};
