import type { Deadlines } from '../../application/ports/deadlines.ts';
import type { ProjectionEngine } from '../engine/index.ts';
import { deadlines } from './index.ts';

/** The port that runs processes, over the read model. */
export const deadlinesPort = (engine: ProjectionEngine): Deadlines => {
  const rows = engine.query(deadlines);
  return {
    due: (lane, now, limit) => rows.due(lane, now, limit),
    nextDueAt: (now) => rows.nextDueAt(now),
    changed: (signal, timeoutMilliseconds) => {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const settle = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', settle);
          stopListening();
          resolve();
        };
        const timer = setTimeout(settle, timeoutMilliseconds);
        signal.addEventListener('abort', settle, { once: true });
        const stopListening = engine.onProgress(deadlines.name, settle);
      });
    },
    waitFor: (position, timeoutMilliseconds) => engine.waitFor(deadlines.name, position, timeoutMilliseconds),
  };
};
