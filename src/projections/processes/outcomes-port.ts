import type { ProcessOutcomes } from '../../application/ports/process-outcomes.ts';
import type { ProjectionEngine } from '../engine/index.ts';
import { processes } from './index.ts';

/** The port that waits for processes, over the read model. */
export const outcomesPort = (engine: ProjectionEngine): ProcessOutcomes => {
  const rows = engine.query(processes);

  /** Undefined while it goes on. */
  const outcomeOf = (processId: string): boolean | undefined => {
    switch (rows.find(processId)?.state) {
      case 'succeeded':
      case 'compensated':
        return true;
      case 'parked':
        return false;
      default:
        return undefined;
    }
  };

  return {
    ended: (processId, timeoutMilliseconds) => {
      const already = outcomeOf(processId);
      if (already !== undefined) return Promise.resolve(already);
      return new Promise((resolve) => {
        const settle = (ended: boolean): void => {
          clearTimeout(timer);
          stopListening();
          resolve(ended);
        };
        const timer = setTimeout(settle, timeoutMilliseconds, false);
        const stopListening = engine.onProgress(processes.name, () => {
          const outcome = outcomeOf(processId);
          if (outcome !== undefined) settle(outcome);
        });
      });
    },
  };
};
