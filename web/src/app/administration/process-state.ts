import type { Process, ReadModel } from '../api/contract';
import { unknownLook, type StateLook } from '../design/tone';

const processLooks: Readonly<Record<Process['state'], StateLook>> = {
  running: { label: $localize`Running`, tone: 'busy', icon: 'progress_activity' },
  waiting: { label: $localize`Waiting for the next try`, tone: 'wait', icon: 'schedule' },
  parked: { label: $localize`Held up`, tone: 'bad', icon: 'warning' },
  compensating: { label: $localize`Taking back`, tone: 'busy', icon: 'progress_activity' },
  succeeded: { label: $localize`Done`, tone: 'good', icon: 'check_circle' },
  compensated: { label: $localize`Taken back`, tone: 'off', icon: 'undo' },
};

export const processLook = (state: string): StateLook =>
  state in processLooks ? processLooks[state as Process['state']] : unknownLook(state);

/** Those that want an admin first, then those at work, then the finished ones; newest first within each. */
export const inOrderOfNeed = (processes: readonly Process[]): readonly Process[] =>
  processes.toSorted(
    (one, other) => need(one.state) - need(other.state) || other.changedAt.localeCompare(one.changedAt),
  );

const need = (state: Process['state']): number => {
  if (state === 'parked') return 0;
  return isOver({ state }) ? 2 : 1;
};

/** Whether nothing more will happen. */
export const isOver = ({ state }: Pick<Process, 'state'>): boolean => state === 'succeeded' || state === 'compensated';

const readModelLooks: Readonly<Record<ReadModel['state'], StateLook>> = {
  live: { label: $localize`Live`, tone: 'good', icon: 'check_circle' },
  'catching-up': { label: $localize`Catching up`, tone: 'busy', icon: 'progress_activity' },
  failed: { label: $localize`Failed`, tone: 'bad', icon: 'error' },
};

export const readModelLook = (state: string): StateLook =>
  state in readModelLooks ? readModelLooks[state as ReadModel['state']] : unknownLook(state);
