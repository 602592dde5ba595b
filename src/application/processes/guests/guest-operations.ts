import type { GuestRef, Hypervisor, Stamp } from '../../ports/hypervisor.ts';
import type { StepCall } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import { forgetTask, runTask } from './follow-task.ts';

/** One guest of ours, in the hands of a step. */
export type HandledGuest = Readonly<{
  hypervisor: Hypervisor;
  guest: GuestRef;
  stamp: Stamp;
  call: StepCall;
  pollMilliseconds: number | undefined;
}>;

/** Starts the guest, unless it runs. */
export const ensureRunning = async (handled: HandledGuest): Promise<void> => {
  const { hypervisor, guest, stamp, call } = handled;
  const end = await runTask(handled, 'upid', () => hypervisor.start(guest, stamp));
  if (end === undefined) return;
  // A start that succeeded says nothing about the next time this is asked.
  await forgetTask(call, 'upid');
  if (end.end === 'succeeded') return;
  if ((await hypervisor.findStamped(guest, stamp))?.status === 'running') return;
  throw end.end === 'failed'
    ? new StepFailure('rejected', `Starting the guest failed: ${end.exitStatus}`)
    : new StepFailure('busy', 'The node no longer knows the task that was starting the guest.');
};

/** Stops the guest, unless it is gone or does not run. */
export const ensureStopped = async (handled: HandledGuest): Promise<void> => {
  const { hypervisor, guest, stamp, call } = handled;
  if ((await hypervisor.findStamped(guest, stamp))?.status !== 'running') return;
  const end = await runTask(handled, 'stopUpid', () => hypervisor.stop(guest, stamp));
  if (end === undefined) return;
  await forgetTask(call, 'stopUpid');
  if (end.end === 'failed') throw new StepFailure('rejected', `Stopping the guest failed: ${end.exitStatus}`);
};

/** Destroys the guest, unless it is gone, and looks that it is. */
export const ensureGone = async (handled: HandledGuest): Promise<void> => {
  const { hypervisor, guest, stamp, call } = handled;
  const end = await runTask(handled, 'destroyUpid', () => hypervisor.destroy(guest, stamp));
  if (end === undefined) return;
  await forgetTask(call, 'destroyUpid');
  if (end.end === 'failed') throw new StepFailure('rejected', `Destroying the guest failed: ${end.exitStatus}`);
  if ((await hypervisor.findStamped(guest, stamp)) !== undefined) {
    throw new StepFailure('busy', `Guest ${String(guest.vmid)} is still there after it was destroyed.`);
  }
};
