import { randomUUID } from 'node:crypto';
import { v5 } from 'uuid';
import type { Clock } from '../../application/ports/clock.ts';
import type { CommandContext } from '../../application/use-cases/command-context.ts';
import type { Caller } from './caller.ts';
import { HttpProblem } from './http-problem.ts';
import type { RequestFacts } from './route.ts';

/** Namespace of command ids made from `Idempotency-Key`. */
const commandNamespace = 'b3b86b0a-5a1c-4c5e-9d39-0e6e7a3d4b52';

const header = (request: RequestFacts, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

/** RFC 9110 section 13.1.1, for our ETags: the revision in quotes. `*` asks for nothing. */
const expectedRevision = (ifMatch: string | undefined): number | undefined => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const revision = /^\s*"(\d{1,15})"\s*$/.exec(ifMatch)?.[1];
  if (revision === undefined) {
    throw new HttpProblem(
      400,
      'if-match-malformed',
      'If-Match must hold the ETag of the instance: a number in quotes.',
    );
  }
  return Number(revision);
};

/**
 * The id of a command: the same account, operation and `Idempotency-Key` give the same id for ever, so a repeat has one effect.
 * Without a key every request is a command of its own.
 */
const commandIdOf = (operation: string, caller: Caller, key: string | undefined): string => {
  if (key === undefined) return randomUUID();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new HttpProblem(
      400,
      'idempotency-key-malformed',
      'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    );
  }
  return v5(`${caller.actor.id}\n${operation}\n${key}`, commandNamespace);
};

/**
 * Everything about a command that is not its content, from the headers `Idempotency-Key`, `If-Match` and `traceparent`.
 * @param operation tells apart equal keys of different operations: name and target
 * @throws HttpProblem 400
 */
export const commandContextOf = (
  operation: string,
  caller: Caller,
  request: RequestFacts,
  clock: Clock,
): CommandContext => {
  const commandId = commandIdOf(operation, caller, header(request, 'idempotency-key'));
  const ifRevision = expectedRevision(header(request, 'if-match'));
  const traceparent = header(request, 'traceparent');
  return {
    commandId,
    correlationId: commandId,
    actor: caller.actor,
    source: {
      channel: caller.actor.type === 'cli' ? 'cli' : 'http',
      requestId: request.requestId,
      ...(caller.session === undefined ? {} : { session: caller.session }),
    },
    now: clock(),
    ...(ifRevision === undefined ? {} : { ifRevision }),
    ...(traceparent !== undefined && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent)
      ? { traceparent }
      : {}),
  };
};
