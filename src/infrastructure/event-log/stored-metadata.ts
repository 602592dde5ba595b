import { z } from 'zod';
import type { AppendContext, EventMetadata } from '../../application/ports/event-log.ts';
import type { JsonObject } from '../../application/ports/event-store.ts';

/** `$correlationId` and `$causationId` are EventStoreDB's own names, so its tools follow our trails. */
const storedMetadata = z.object({
  $correlationId: z.string(),
  $causationId: z.string(),
  commandId: z.string(),
  actor: z.discriminatedUnion('type', [
    z.object({ type: z.literal('account'), id: z.string(), roles: z.array(z.enum(['member', 'admin', 'auditor'])) }),
    z.object({ type: z.literal('system'), id: z.string() }),
    z.object({ type: z.literal('cli'), id: z.string() }),
    z.object({ type: z.literal('traefik'), id: z.string() }),
  ]),
  source: z.object({
    channel: z.enum(['http', 'cli', 'process']),
    session: z.string().exactOptional(),
    requestId: z.string().exactOptional(),
  }),
  at: z.string(),
  schemaVersion: z.int(),
  traceparent: z.string().exactOptional(),
  fingerprint: z.string().exactOptional(),
  previousHash: z.string().exactOptional(),
});

/** What is stored beside the data of an event. */
export const metadataToStore = (
  context: AppendContext,
  schemaVersion: number,
  previousHash: string | undefined,
): JsonObject => ({
  $correlationId: context.correlationId,
  $causationId: context.causationId,
  commandId: context.commandId,
  actor: { ...context.actor },
  source: { ...context.source },
  at: context.at,
  schemaVersion,
  ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
  ...(context.fingerprint === undefined ? {} : { fingerprint: context.fingerprint }),
  ...(previousHash === undefined ? {} : { previousHash }),
});

/** @throws ZodError when it is not what {@link metadataToStore} writes */
export const metadataFromStore = (stored: JsonObject): EventMetadata => {
  const { $correlationId, $causationId, schemaVersion, ...rest } = storedMetadata.parse(stored);
  return { correlationId: $correlationId, causationId: $causationId, ...rest };
};
