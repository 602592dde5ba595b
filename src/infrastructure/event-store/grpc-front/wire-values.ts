import type { ExpectedRevision } from '../../../application/ports/event-store.ts';
import type { EncodedEvent, EventRow } from '../embedded/index.ts';
import type {
  Empty,
  ExpectedRevisionOptions,
  ProposedMessage,
  StreamIdentifier,
  WireRecordedEvent,
  WireUuid,
} from './wire-messages.ts';

/** A request that the protocol does not allow, or that this server does not answer. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
}

export const EMPTY: Empty = {};

/** `created` counts .NET ticks of 100 ns since the Unix epoch. */
const TICKS_PER_MILLISECOND = '0000';

export const streamNameIn = (identifier: StreamIdentifier | undefined): string => {
  const name = identifier?.streamName?.toString('utf8') ?? '';
  if (name === '') throw new InvalidRequestError('the stream name is missing');
  return name;
};

export const toStreamIdentifier = (stream: string): StreamIdentifier => ({ streamName: Buffer.from(stream, 'utf8') });

export const expectedRevisionIn = (options: ExpectedRevisionOptions): ExpectedRevision => {
  if (options.revision !== undefined) return Number(options.revision);
  if (options.noStream) return 'no-stream';
  if (options.streamExists) return 'stream-exists';
  return 'any';
};

const GROUPS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

const hexadecimal = (bits: string | undefined): string =>
  BigInt.asUintN(64, BigInt(bits ?? '0'))
    .toString(16)
    .padStart(16, '0');

export const uuidIn = (uuid: WireUuid | undefined): string => {
  if (uuid?.string) return uuid.string;
  if (!uuid?.structured) throw new InvalidRequestError('an id is missing');
  const { mostSignificantBits, leastSignificantBits } = uuid.structured;
  return (hexadecimal(mostSignificantBits) + hexadecimal(leastSignificantBits)).replace(GROUPS, '$1-$2-$3-$4-$5');
};

const toStructuredUuid = (uuid: string): WireUuid => {
  const digits = uuid.replaceAll('-', '');
  const signed = (part: string): string => BigInt.asIntN(64, BigInt(`0x${part}`)).toString();
  return {
    structured: { mostSignificantBits: signed(digits.slice(0, 16)), leastSignificantBits: signed(digits.slice(16)) },
  };
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
};

/** The store keeps JSON only; what else EventStoreDB would take is refused rather than changed. */
export const proposedEvent = (message: ProposedMessage): EncodedEvent => {
  const type = message.metadata?.['type'];
  if (type === undefined) throw new InvalidRequestError('the metadata property "type" is missing');
  if (message.metadata?.['content-type'] !== 'application/json') {
    throw new InvalidRequestError('this server stores events of content-type application/json only');
  }
  const data = message.data?.toString('utf8') ?? '';
  const metadata = message.customMetadata?.toString('utf8') ?? '';
  if (!isJson(data)) throw new InvalidRequestError(`the data of an event of type ${type} is not JSON`);
  if (metadata !== '' && !isJson(metadata)) {
    throw new InvalidRequestError(`the metadata of an event of type ${type} is not JSON`);
  }
  return { id: uuidIn(message.id), type, data, metadata: metadata === '' ? '{}' : metadata };
};

export const toWireEvent = (row: EventRow, structuredUuid: boolean): WireRecordedEvent => ({
  id: structuredUuid ? toStructuredUuid(row.id) : { string: row.id },
  streamIdentifier: toStreamIdentifier(row.stream),
  streamRevision: row.revision,
  preparePosition: row.position,
  commitPosition: row.position,
  metadata: {
    type: row.type,
    'content-type': 'application/json',
    created: String(row.recorded_at) + TICKS_PER_MILLISECOND,
  },
  customMetadata: Buffer.from(row.metadata, 'utf8'),
  data: Buffer.from(row.data, 'utf8'),
});
