import { parseProcessId } from '../process-definition.ts';
import type { ProcessEvent, StepFacts } from '../process-events.ts';

/** Of a kind that is not known, the first word is the kind. */
const partsOf = (processId: string): Readonly<{ kind: string; subject: string }> =>
  parseProcessId(processId) ?? {
    kind: processId.slice(0, processId.indexOf('-')),
    subject: processId.slice(processId.indexOf('-') + 1),
  };

/** Events of one process in few words, for specs. */
export const eventsOf = (processId: string) => ({
  started: (input: StepFacts = {}): ProcessEvent => ({
    type: 'process-started',
    data: { processId, ...partsOf(processId), input },
  }),
  intended: (step: string, attempt = 1, facts: StepFacts = {}): ProcessEvent => ({
    type: 'step-intended',
    data: { processId, step, attempt, facts, compensating: false },
  }),
  progressed: (step: string, facts: StepFacts, log: readonly string[] = []): ProcessEvent => ({
    type: 'step-progressed',
    data: { processId, step, facts, log },
  }),
  succeeded: (step: string, facts: StepFacts = {}): ProcessEvent => ({
    type: 'step-succeeded',
    data: { processId, step, facts, compensating: false },
  }),
  failed: (step: string, retryAt: string | null, attempt = 1, errorClass = 'busy'): ProcessEvent => ({
    type: 'step-failed',
    data: { processId, step, attempt, cause: `${step} did not work`, errorClass, retryAt, compensating: false },
  }),
  parked: (step: string): ProcessEvent => ({
    type: 'process-parked',
    data: { processId, step, cause: `${step} did not work` },
  }),
  resumed: (reason = 'cable is back'): ProcessEvent => ({ type: 'process-resumed', data: { processId, reason } }),
  abandoned: (reason = 'no longer needed'): ProcessEvent => ({
    type: 'process-abandoned',
    data: { processId, reason },
  }),
  undoing: (step: string, attempt = 1): ProcessEvent => ({
    type: 'step-intended',
    data: { processId, step, attempt, facts: {}, compensating: true },
  }),
  undone: (step: string): ProcessEvent => ({
    type: 'step-succeeded',
    data: { processId, step, facts: {}, compensating: true },
  }),
  undoFailed: (step: string, retryAt: string | null, attempt = 1): ProcessEvent => ({
    type: 'step-failed',
    data: {
      processId,
      step,
      attempt,
      cause: `${step} did not work`,
      errorClass: 'busy',
      retryAt,
      compensating: true,
    },
  }),
  completed: (outcome: 'succeeded' | 'compensated'): ProcessEvent => ({
    type: 'process-completed',
    data: { processId, outcome },
  }),
});
