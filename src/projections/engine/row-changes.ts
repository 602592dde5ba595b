import type { NetsocEvent } from '../../domain/events.ts';
import type { Recorded } from '../../application/ports/event-log.ts';
import type { RowChanges } from './projection.ts';

type Handler = (recorded: Recorded) => void;

/** The handler an event is filed under: the type of the map says that it takes that event; a look-up by a union cannot. */
const handlerFor = (changes: RowChanges, type: NetsocEvent['type']): Handler | undefined =>
  'onEvery' in changes ? changes.onEvery : (changes.on[type] as Handler | undefined);

/** Whether an event of this type changes rows. */
export const concerns = (changes: RowChanges, type: NetsocEvent['type']): boolean =>
  handlerFor(changes, type) !== undefined;

/** One function for all events. */
export const handlerOf =
  (changes: RowChanges): Handler =>
  (recorded) =>
    handlerFor(changes, recorded.event.type)?.(recorded);
