import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import {
  EventStoreError,
  type EventStoreFailure,
  type ExpectedRevision,
} from '../../../application/ports/event-store.ts';
import type { WriteOutcome } from '../embedded/index.ts';
import { encodePacked } from './protocol.ts';
import type { WireStatus } from './wire-messages.ts';
import { EMPTY, InvalidRequestError, toStreamIdentifier } from './wire-values.ts';

/** Bytes of data in one append, as EventStoreDB's default limit. */
export const MAXIMUM_APPEND_SIZE = 1024 * 1024;

export type Refusal =
  | Exclude<WriteOutcome, Readonly<{ kind: 'written' }>>
  | Readonly<{ kind: 'too-large' }>
  | Readonly<{ kind: 'late' }>
  | Readonly<{ kind: 'invalid'; message: string }>;

/** Numbers that stand for expectations in trailers. */
const EXPECTED_NUMBERS: Readonly<Record<Exclude<ExpectedRevision, number>, number>> = {
  'no-stream': -1,
  any: -2,
  'stream-exists': -4,
};

/** gRPC header values are printable ASCII; names are not. */
const headerValue = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '?');

const failed = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): Partial<ServiceError> => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, headerValue(value));
  return { code, details, metadata };
};

/** The refusal as the error that ends a call, with the trailers by which EventStoreDB's clients recognise it. */
export const toCallError = (refusal: Refusal, stream: string, expected: ExpectedRevision): Partial<ServiceError> => {
  switch (refusal.kind) {
    case 'wrong-revision':
      return failed(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
        exception: 'wrong-expected-version',
        'stream-name': stream,
        'expected-version': String(typeof expected === 'number' ? expected : EXPECTED_NUMBERS[expected]),
        'actual-version': String(refusal.actual === 'no-stream' ? -1 : refusal.actual),
      });
    case 'deleted':
      return failed(status.FAILED_PRECONDITION, 'The stream is deleted.', {
        exception: 'stream-deleted',
        'stream-name': stream,
      });
    case 'too-large':
      return failed(status.INVALID_ARGUMENT, 'Maximum append size exceeded.', {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(MAXIMUM_APPEND_SIZE),
      });
    case 'late':
      return failed(status.DEADLINE_EXCEEDED, 'The deadline has passed.');
    case 'invalid':
      return failed(status.INVALID_ARGUMENT, headerValue(refusal.message));
  }
};

const packed = (code: status, message: string, type: string, details: object): WireStatus => ({
  code,
  message,
  details: { typeUrl: `type.googleapis.com/event_store.client.${type}`, value: encodePacked(type, details) },
});

/** The refusal as the status inside one answer of a batch append; the codes are google.rpc.Code. */
export const toBatchStatus = (refusal: Refusal, stream: string, expected: ExpectedRevision): WireStatus => {
  switch (refusal.kind) {
    case 'wrong-revision':
      return packed(status.ALREADY_EXISTS, 'wrong expected version', 'WrongExpectedVersion', {
        ...(refusal.actual === 'no-stream' ? { currentNoStream: EMPTY } : { currentStreamRevision: refusal.actual }),
        ...(typeof expected === 'number' && { expectedStreamPosition: expected }),
        ...(expected === 'any' && { expectedAny: EMPTY }),
        ...(expected === 'stream-exists' && { expectedStreamExists: EMPTY }),
        ...(expected === 'no-stream' && { expectedNoStream: EMPTY }),
      });
    case 'deleted':
      return packed(status.NOT_FOUND, 'stream deleted', 'StreamDeleted', {
        streamIdentifier: toStreamIdentifier(stream),
      });
    case 'too-large':
      return packed(status.INVALID_ARGUMENT, 'maximum append size exceeded', 'MaximumAppendSizeExceeded', {
        maxAppendSize: MAXIMUM_APPEND_SIZE,
      });
    case 'late':
      return { code: status.DEADLINE_EXCEEDED, message: 'timeout', details: emptyDetails('Timeout') };
    case 'invalid':
      return { code: status.INVALID_ARGUMENT, message: refusal.message, details: emptyDetails('Unknown') };
  }
};

/** Messages without fields are encoded as nothing. */
const emptyDetails = (type: string): WireStatus['details'] => ({
  typeUrl: `type.googleapis.com/event_store.client.${type}`,
  value: Buffer.alloc(0),
});

const STATUS_OF_FAILURE: Readonly<Record<EventStoreFailure, status>> = {
  unavailable: status.UNAVAILABLE,
  full: status.RESOURCE_EXHAUSTED,
  corrupt: status.DATA_LOSS,
  locked: status.UNAVAILABLE,
  closed: status.UNAVAILABLE,
};

/** What went wrong on our side, or was wrong with the request, as the error that ends a call. */
export const toServerError = (error: unknown): Partial<ServiceError> => {
  if (error instanceof InvalidRequestError) return failed(status.INVALID_ARGUMENT, error.message);
  if (error instanceof EventStoreError) return failed(STATUS_OF_FAILURE[error.failure], headerValue(error.message));
  return failed(status.INTERNAL, headerValue(String(error)));
};
