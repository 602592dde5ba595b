import type { Decider } from '../../domain/kernel/decider.ts';
import { fold } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import type { AppendContext, EventLog, LoadedStream, Position, Recorded } from '../ports/event-log.ts';
import { WrongExpectedRevisionError } from '../ports/event-store.ts';
import type { CommandContext } from '../use-cases/command-context.ts';

/** A race that was lost is run again this often. */
const retries = 3;

export type HandleCommand<Command, State, Event extends NetsocEvent> = Readonly<{
  log: EventLog;
  decider: Decider<Command, State, Event>;
  streamId: string;
  command: Command;
  context: CommandContext;
  /**
   * Keyed hash of what was asked and by whom. Given: a command with an id that the stream has seen is answered as it
   * was then, or refused when it asks for something else. Absent: the rules themselves recognise a repeat.
   */
  fingerprint?: string;
  /** The stream, where the caller has loaded it already. */
  loaded?: LoadedStream<Event>;
}>;

export type Handled<Event> = Readonly<{
  /** What happened because of this call: nothing when it was a repeat, or when the outcome was already true. */
  events: readonly Event[];
  /** Where the outcome stands in the log; undefined when the stream is empty and stays so. */
  at: Readonly<{ revision: number; position: Position }> | undefined;
}>;

/**
 * Loads a stream, decides, and appends at the revision that was loaded. A lost race is run again from the load,
 * unless the caller insists on a revision.
 * @throws DomainError of the rules, or `revision-changed`, `idempotency-key-reused`, `contended` (all conflict)
 * @throws EventStoreError when the store gives no answer
 */
export const handleCommand = async <Command, State, Event extends NetsocEvent>(
  handling: HandleCommand<Command, State, Event>,
): Promise<Handled<Event>> => {
  const { log, streamId, context } = handling;
  let loaded = handling.loaded ?? (await log.load<Event>(streamId));
  for (let lost = 0; ; lost += 1) {
    const before = answerGivenBefore(handling, loaded);
    if (before !== undefined) return before;
    insistOnRevision(context, loaded);
    const events = decide(handling, loaded);
    if (events.length === 0) return { events, at: placeOf(loaded.events.at(-1)) };
    try {
      const { revision, position } = await log.append(loaded, events, appendContext(handling));
      return { events, at: { revision, position } };
    } catch (error) {
      if (!(error instanceof WrongExpectedRevisionError)) throw error;
      if (lost === retries) throw contended(streamId);
    }
    loaded = await log.load<Event>(streamId);
  }
};

const decide = <Command, State, Event extends NetsocEvent>(
  { decider, command }: HandleCommand<Command, State, Event>,
  loaded: LoadedStream<Event>,
): readonly Event[] => {
  const history = loaded.events.map(({ event }) => event);
  return decider.decide(command, fold(decider.evolve, decider.initialState, history));
};

const answerGivenBefore = <Command, State, Event extends NetsocEvent>(
  { context, fingerprint }: HandleCommand<Command, State, Event>,
  loaded: LoadedStream<Event>,
): Handled<Event> | undefined => {
  if (fingerprint === undefined) return undefined;
  const last = loaded.events.findLast(({ metadata }) => metadata.commandId === context.commandId);
  if (last === undefined) return undefined;
  if (last.metadata.fingerprint !== fingerprint) {
    throw new DomainError(
      'conflict',
      'idempotency-key-reused',
      'Another command was sent under this id before; a new command needs a new id.',
      { commandId: context.commandId },
    );
  }
  return { events: [], at: placeOf(last) };
};

const insistOnRevision = ({ ifRevision }: CommandContext, { revision }: LoadedStream): void => {
  if (ifRevision === undefined || ifRevision === revision) return;
  throw new DomainError(
    'conflict',
    'revision-changed',
    'Somebody changed this since you looked; look again before you decide.',
    { expected: ifRevision, actual: revision },
  );
};

const placeOf = (last: Recorded | undefined): Handled<never>['at'] =>
  last === undefined ? undefined : { revision: last.revision, position: last.position };

const contended = (streamId: string): DomainError =>
  new DomainError('conflict', 'contended', 'Many changes came at the same moment; try again.', { stream: streamId });

const appendContext = <Command, State, Event extends NetsocEvent>({
  context,
  fingerprint,
}: HandleCommand<Command, State, Event>): AppendContext => ({
  commandId: context.commandId,
  correlationId: context.correlationId,
  causationId: context.causationId ?? context.commandId,
  actor: context.actor,
  source: context.source,
  at: context.now,
  ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
  ...(fingerprint === undefined ? {} : { fingerprint }),
});
