import type { InstanceState, Step } from '../api/contract';
import { unknownLook, type StateLook } from '../design/tone';

const looks: Readonly<Record<InstanceState, StateLook>> = {
  pending: { label: $localize`Waiting for approval`, tone: 'wait', icon: 'hourglass_top' },
  refused: { label: $localize`Refused`, tone: 'bad', icon: 'block' },
  withdrawn: { label: $localize`Withdrawn`, tone: 'off', icon: 'undo' },
  provisioning: { label: $localize`Being set up`, tone: 'busy', icon: 'progress_activity' },
  parked: { label: $localize`Held up`, tone: 'bad', icon: 'warning' },
  running: { label: $localize`Running`, tone: 'good', icon: 'check_circle' },
  suspended: { label: $localize`Suspended`, tone: 'wait', icon: 'pause_circle' },
  deleting: { label: $localize`Being deleted`, tone: 'busy', icon: 'progress_activity' },
  deleted: { label: $localize`Deleted`, tone: 'off', icon: 'delete' },
  abandoned: { label: $localize`Given up`, tone: 'off', icon: 'cancel' },
};

/** States in the order in which an instance can meet them. */
export const instanceStates = Object.keys(looks) as readonly InstanceState[];

/** Takes any text: the server may be newer than this page. */
export const instanceLook = (state: string): StateLook =>
  state in looks ? looks[state as InstanceState] : unknownLook(state);

const stepLooks: Readonly<Record<Step['state'], StateLook>> = {
  waiting: { label: $localize`Waiting`, tone: 'off', icon: 'radio_button_unchecked' },
  running: { label: $localize`Running`, tone: 'busy', icon: 'progress_activity' },
  succeeded: { label: $localize`Done`, tone: 'good', icon: 'check_circle' },
  failed: { label: $localize`Failed, will be tried again`, tone: 'wait', icon: 'error' },
  parked: { label: $localize`Held up`, tone: 'bad', icon: 'warning' },
  compensated: { label: $localize`Taken back`, tone: 'off', icon: 'undo' },
};

export const stepLook = (state: string): StateLook =>
  state in stepLooks ? stepLooks[state as Step['state']] : unknownLook(state);
