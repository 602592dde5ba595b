import { allowed, barred } from '../kernel/act.ts';
import type { Act } from '../kernel/act.ts';
import type { ProcessDefinition } from './process-definition.ts';
import type { ProcessState } from './process-state.ts';

/** Enough of a process to say what may be done with it: its state, or a row of a read model. */
export type ProcessInView = Readonly<{
  phase: ProcessState['phase'];
  /** An admin has given it up before. */
  givenUp: boolean;
  /** Between tries or parked: no effect is under way. */
  standsStill: boolean;
}>;

export const inViewOf = ({ phase, direction, steps }: ProcessState): ProcessInView => ({
  phase,
  givenUp: direction === 'backward',
  standsStill: phase === 'parked' || steps.some((step) => step.phase === 'failed' && step.retryAt !== null),
});

/** Whether an admin may have the process try again now. */
export const mayResume = (process: ProcessInView): Act =>
  endedOrUnknown(process) ??
  (process.standsStill
    ? allowed
    : barred('conflict', 'process-busy', 'The process is at work; there is nothing to retry.'));

/**
 * Whether an admin may give the process up. Never while an effect is under way: its outcome decides what must be taken back.
 */
export const mayAbandon = ({ onlyForward }: Pick<ProcessDefinition, 'onlyForward'>, process: ProcessInView): Act => {
  const ended = endedOrUnknown(process);
  if (ended !== undefined) return ended;
  if (process.givenUp) {
    return barred(
      'conflict',
      'process-abandoned',
      'The process was already given up; what it made is being taken back.',
    );
  }
  if (onlyForward !== undefined) return barred('conflict', 'process-goes-on', onlyForward);
  if (process.standsStill) return allowed;
  return barred(
    'conflict',
    'process-busy',
    'A step is under way; the process can be given up when it waits or is parked.',
  );
};

const endedOrUnknown = ({ phase }: ProcessInView): Act | undefined => {
  switch (phase) {
    case 'not-started':
      return barred('not-found', 'process-unknown', 'There is no such process.');
    case 'succeeded':
    case 'compensated':
      return barred('conflict', 'process-ended', 'The process has already ended.', { outcome: phase });
    case 'running':
    case 'waiting':
    case 'parked':
    case 'compensating':
      return undefined;
  }
};
