import { CallTimeoutError } from './client-failure.ts';

/** The part of the client's Readables that is used. */
export type ObjectStream = Readonly<{
  read: () => unknown;
  readableLength: number;
  on: ((event: 'readable' | 'end', listener: () => void) => unknown) &
    ((event: 'error', listener: (error: Error) => void) => unknown);
}>;

export type ClientStream<Item> = Readonly<{
  /** Takes what has arrived, at most `limit`. */
  take: (limit: number) => readonly Item[];
  /** How many were taken so far. */
  taken: () => number;
  /** How many have arrived and were not taken. */
  waiting: () => number;
  /** Resolves when something happened (items, end, failure, `wake`). @throws CallTimeoutError */
  changed: (timeoutMilliseconds: number | undefined) => Promise<void>;
  wake: () => void;
  /** What ended the stream, once everything that had arrived before was taken. */
  ended: () => boolean;
  /** @throws what the client reported, once everything that had arrived before was taken */
  throwIfFailed: () => void;
}>;

/**
 * Pulls from one of the client's object streams: nothing is read ahead of the consumer, so back-pressure reaches the
 * server. The error listener stays for the life of the stream, because a late error without a listener ends the process.
 */
export const clientStream = <Item>(readable: ObjectStream): ClientStream<Item> => {
  let taken = 0;
  let ended = false;
  let failure: Readonly<{ error: unknown }> | undefined;
  let happened = false;
  let resolveWaiting: (() => void) | undefined;

  const wake = (): void => {
    happened = true;
    resolveWaiting?.();
  };
  readable.on('readable', wake);
  readable.on('end', () => {
    ended = true;
    wake();
  });
  readable.on('error', (error: unknown) => {
    failure ??= { error };
    wake();
  });

  return {
    take: (limit) => {
      const items: Item[] = [];
      while (items.length < limit) {
        const item = readable.read() as Item | null;
        if (item === null) break;
        items.push(item);
      }
      taken += items.length;
      return items;
    },
    taken: () => taken,
    waiting: () => readable.readableLength,
    changed: async (timeoutMilliseconds) => {
      if (!happened) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve, reject) => {
          resolveWaiting = resolve;
          if (timeoutMilliseconds === undefined) return;
          timer = setTimeout(() => {
            reject(new CallTimeoutError(`nothing within ${String(timeoutMilliseconds)} ms`));
          }, timeoutMilliseconds);
        });
        clearTimeout(timer);
        resolveWaiting = undefined;
      }
      happened = false;
    },
    wake,
    ended: () => ended,
    throwIfFailed: () => {
      if (failure) throw failure.error;
    },
  };
};
