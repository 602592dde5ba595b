import type { Actor } from '../../domain/kernel/actor.ts';
import type { Position } from '../ports/event-store.ts';
import type { Source } from '../ports/event-log.ts';

/** Everything about a command that is not its content. */
export type CommandContext = Readonly<{
  /** UUID. The same id again has one effect and the same answer. */
  commandId: string;
  correlationId: string;
  /** Id of the event that this command answers; default: the command itself began it. */
  causationId?: string;
  actor: Actor;
  source: Source;
  /** ISO time. */
  now: string;
  /** Revision the caller saw (If-Match); a lost race is then refused instead of retried. */
  ifRevision?: number;
  traceparent?: string;
}>;

/** What a caller learns: which aggregate, and how far the log has come. */
export type CommandOutcome = Readonly<{ id: string; position: Position; revision: number }>;
