/**
 * The messages of proto/*.proto as @grpc/proto-loader gives them: 64-bit numbers arrive as decimal strings and may be sent
 * as numbers; of a `oneof` at most one field is there.
 */
export type Empty = Readonly<Record<string, never>>;

export type WireUuid = Readonly<{
  string?: string;
  structured?: Readonly<{ mostSignificantBits?: string; leastSignificantBits?: string }>;
}>;

export type StreamIdentifier = Readonly<{ streamName?: Buffer }>;

export type WirePosition = Readonly<{ commitPosition?: string | number; preparePosition?: string | number }>;

export type ExpectedRevisionOptions = Readonly<{
  streamIdentifier?: StreamIdentifier;
  revision?: string;
  noStream?: Empty;
  any?: Empty;
  streamExists?: Empty;
}>;

export type ProposedMessage = Readonly<{
  id?: WireUuid;
  metadata?: Readonly<Record<string, string>>;
  customMetadata?: Buffer;
  data?: Buffer;
}>;

export type Expression = Readonly<{ regex?: string; prefix?: readonly string[] }>;

export type FilterOptions = Readonly<{
  streamIdentifier?: Expression;
  eventType?: Expression;
  max?: number;
  checkpointIntervalMultiplier?: number;
}>;

export type ReadOptions = Readonly<{
  stream?: Readonly<{ streamIdentifier?: StreamIdentifier; revision?: string; start?: Empty; end?: Empty }>;
  all?: Readonly<{ position?: WirePosition; start?: Empty; end?: Empty }>;
  readDirection?: number;
  count?: string;
  subscription?: Empty;
  filter?: FilterOptions;
  uuidOption?: Readonly<{ structured?: Empty; string?: Empty }>;
}>;

export type ReadRequest = Readonly<{ options?: ReadOptions }>;

export type WireRecordedEvent = Readonly<{
  id: WireUuid;
  streamIdentifier: StreamIdentifier;
  streamRevision: number;
  preparePosition: number;
  commitPosition: number;
  metadata: Readonly<Record<string, string>>;
  customMetadata: Buffer;
  data: Buffer;
}>;

export type ReadResponse =
  | Readonly<{ event: Readonly<{ event: WireRecordedEvent; commitPosition: number }> }>
  | Readonly<{ confirmation: Readonly<{ subscriptionId: string }> }>
  | Readonly<{ checkpoint: WirePosition }>
  | Readonly<{ streamNotFound: Readonly<{ streamIdentifier: StreamIdentifier }> }>
  | Readonly<{ caughtUp: Empty }>;

export type AppendRequest = Readonly<{ options?: ExpectedRevisionOptions; proposedMessage?: ProposedMessage }>;

export type Success = Readonly<{ currentRevision: number; position: WirePosition }>;

export type AppendResponse = Readonly<{ success: Success }> | Readonly<{ wrongExpectedVersion: object }>;

export type BatchAppendRequest = Readonly<{
  correlationId?: WireUuid;
  options?: ExpectedRevisionOptions & Readonly<{ deadline?: Readonly<{ seconds?: string; nanos?: number }> }>;
  proposedMessages?: readonly ProposedMessage[];
  isFinal?: boolean;
}>;

export type WireStatus = Readonly<{
  code: number;
  message: string;
  details: Readonly<{ typeUrl: string; value: Buffer }>;
}>;

export type BatchAppendResponse = Readonly<{
  correlationId: WireUuid;
  streamIdentifier: StreamIdentifier;
  success?: Success;
  error?: WireStatus;
}>;

export type DeleteRequest = Readonly<{ options?: ExpectedRevisionOptions }>;

export type DeleteResponse = Readonly<{ position: WirePosition }>;
