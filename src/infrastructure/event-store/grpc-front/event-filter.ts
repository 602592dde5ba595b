import type { EventRow } from '../embedded/index.ts';
import type { Expression, FilterOptions } from './wire-messages.ts';
import { InvalidRequestError } from './wire-values.ts';

/** A request's filter: prefixes of stream names are left to the store's index, everything else is asked of each event. */
export type EventFilter = Readonly<{
  streamPrefixes: readonly string[];
  accepts: (row: EventRow) => boolean;
  /** Events looked at between two checkpoints; undefined without a filter, when every event is a checkpoint. */
  checkpointInterval: number | undefined;
}>;

/** EventStoreDB looks at 32 events per step unless told otherwise. */
const DEFAULT_WINDOW = 32;

export const eventFilter = (options: FilterOptions | undefined): EventFilter => {
  if (!options) return { streamPrefixes: [], accepts: () => true, checkpointInterval: undefined };
  const checkpointInterval = (options.max ?? DEFAULT_WINDOW) * Math.max(1, options.checkpointIntervalMultiplier ?? 1);
  const ofStream = options.streamIdentifier;
  const streamPrefixes = ofStream?.regex ? [] : (ofStream?.prefix ?? []);
  const accepts = options.eventType
    ? accepting(options.eventType, (row) => row.type)
    : accepting(ofStream ?? {}, (row) => row.stream);
  return { streamPrefixes, accepts, checkpointInterval };
};

const accepting = ({ regex, prefix = [] }: Expression, textOf: (row: EventRow) => string): EventFilter['accepts'] => {
  if (regex) {
    const pattern = compile(regex);
    return (row) => pattern.test(textOf(row));
  }
  return (row) => prefix.some((start) => textOf(row).startsWith(start));
};

const compile = (regex: string): RegExp => {
  try {
    return new RegExp(regex, 'u');
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidRequestError(`the filter is no regular expression: ${regex}`);
    throw error;
  }
};
