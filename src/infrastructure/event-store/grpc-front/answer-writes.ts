import type { ExpectedRevision } from '../../../application/ports/event-store.ts';
import type { EmbeddedCore, EncodedEvent, WriteOutcome } from '../embedded/index.ts';
import { MAXIMUM_APPEND_SIZE, toBatchStatus, type Refusal } from './refusals.ts';
import type {
  AppendRequest,
  AppendResponse,
  BatchAppendRequest,
  BatchAppendResponse,
  ProposedMessage,
  Success,
  WirePosition,
} from './wire-messages.ts';
import {
  EMPTY,
  expectedRevisionIn,
  InvalidRequestError,
  proposedEvent,
  streamNameIn,
  toStreamIdentifier,
  uuidIn,
} from './wire-values.ts';

type Written = Extract<WriteOutcome, Readonly<{ kind: 'written' }>>;

export const toWirePosition = (position: number): WirePosition => ({
  commitPosition: position,
  preparePosition: position,
});

const toSuccess = (written: Written): Success => ({
  currentRevision: written.revision,
  position: toWirePosition(written.position),
});

const sizeOf = (messages: readonly ProposedMessage[]): number =>
  messages.reduce((size, message) => size + (message.data?.length ?? 0), 0);

const append = async (
  core: EmbeddedCore,
  stream: string,
  messages: readonly ProposedMessage[],
  expected: ExpectedRevision,
): Promise<Written | Refusal> => {
  if (sizeOf(messages) > MAXIMUM_APPEND_SIZE) return { kind: 'too-large' };
  if (messages.length === 0) return { kind: 'invalid', message: 'an append needs at least one event' };
  let events: readonly EncodedEvent[];
  try {
    events = messages.map(proposedEvent);
  } catch (error) {
    if (error instanceof InvalidRequestError) return { kind: 'invalid', message: error.message };
    throw error;
  }
  return core.append(stream, events, expected);
};

/** A refusal that ends the call with an error rather than with an answer. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusal: Refusal;
  readonly streamId: string;
  readonly expected: ExpectedRevision;

  constructor(refusal: Refusal, streamId: string, expected: ExpectedRevision) {
    super(`refused: ${refusal.kind}`);
    this.refusal = refusal;
    this.streamId = streamId;
    this.expected = expected;
  }
}

/** Answers Streams/Append: options first, then the events. @throws RefusedError, InvalidRequestError */
export const answerAppend = async (
  core: EmbeddedCore,
  requests: AsyncIterable<AppendRequest>,
): Promise<AppendResponse> => {
  let options: AppendRequest['options'];
  const messages: ProposedMessage[] = [];
  for await (const request of requests) {
    options ??= request.options;
    if (request.proposedMessage) messages.push(request.proposedMessage);
    if (sizeOf(messages) > MAXIMUM_APPEND_SIZE) break;
  }
  if (!options) throw new InvalidRequestError('the append does not say to which stream');
  const stream = streamNameIn(options.streamIdentifier);
  const expected = expectedRevisionIn(options);
  const outcome = await append(core, stream, messages, expected);
  if (outcome.kind === 'written') return { success: toSuccess(outcome) };
  if (outcome.kind !== 'wrong-revision') throw new RefusedError(outcome, stream, expected);
  return {
    wrongExpectedVersion: {
      ...(outcome.actual === 'no-stream' ? { currentNoStream: EMPTY } : { currentRevision: outcome.actual }),
      ...(typeof expected === 'number' && { expectedRevision: expected }),
      ...(expected === 'any' && { expectedAny: EMPTY }),
      ...(expected === 'stream-exists' && { expectedStreamExists: EMPTY }),
      ...(expected === 'no-stream' && { expectedNoStream: EMPTY }),
    },
  };
};

/** Events of one batch append that have arrived so far. */
type Batch = { readonly options: NonNullable<BatchAppendRequest['options']>; readonly messages: ProposedMessage[] };

/**
 * Collects the chunks of Streams/BatchAppend by correlation id and answers each append when its last chunk came.
 * Resolves undefined while more is to come. @throws InvalidRequestError, EventStoreError
 */
export const createBatchAppender = (
  core: EmbeddedCore,
): ((request: BatchAppendRequest) => Promise<BatchAppendResponse | undefined>) => {
  const batches = new Map<string, Batch>();
  return async (request) => {
    const correlationId = uuidIn(request.correlationId);
    const batch = batches.get(correlationId) ?? begin(request);
    // What is over the limit is refused anyway; keeping it would only fill the memory.
    if (sizeOf(batch.messages) <= MAXIMUM_APPEND_SIZE) batch.messages.push(...(request.proposedMessages ?? []));
    batches.set(correlationId, batch);
    if (!request.isFinal) return undefined;
    batches.delete(correlationId);
    const stream = streamNameIn(batch.options.streamIdentifier);
    const expected = expectedRevisionIn(batch.options);
    const outcome: Written | Refusal = isLate(batch)
      ? { kind: 'late' }
      : await append(core, stream, batch.messages, expected);
    return {
      correlationId: request.correlationId ?? {},
      streamIdentifier: toStreamIdentifier(stream),
      ...(outcome.kind === 'written'
        ? { success: toSuccess(outcome) }
        : { error: toBatchStatus(outcome, stream, expected) }),
    };
  };
};

const begin = ({ options }: BatchAppendRequest): Batch => {
  if (!options) throw new InvalidRequestError('the append does not say to which stream');
  return { options, messages: [] };
};

const isLate = ({ options: { deadline } }: Batch): boolean =>
  deadline !== undefined && Number(deadline.seconds ?? 0) * 1000 + (deadline.nanos ?? 0) / 1e6 < Date.now();
