import type { StepCall, StepEffect } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import { forgetTask, runTask } from '../guests/follow-task.ts';
import { ensureGone, ensureStopped } from '../guests/guest-operations.ts';
import type { HandledGuest } from '../guests/guest-operations.ts';
import { addressOf, guestOf, guestSpecOf, stampOf } from './guest-spec.ts';
import type { ProvisioningDependencies } from './provisioning-dependencies.ts';

/**
 * Makes the guest, once. Before asking, it looks for what an earlier try has made; after a failure it looks again,
 * because a failed or forgotten task says nothing certain about what it left.
 */
export const createGuest = (dependencies: ProvisioningDependencies): StepEffect => {
  const { hypervisor, reservations, templates, settings } = dependencies;
  const { pollMilliseconds } = settings;

  const holdNumbers = async (call: StepCall): Promise<void> => {
    const holder = call.process().subject;
    const { vmid } = guestOf(call.process());
    await reservations.confirm({ kind: 'vmid', value: String(vmid), holder }, call.command());
    await reservations.confirm({ kind: 'address', value: addressOf(call.process()), holder }, call.command());
  };

  const handled = (call: StepCall): HandledGuest => ({
    hypervisor,
    guest: guestOf(call.process()),
    stamp: stampOf(call.process()),
    call,
    pollMilliseconds,
  });

  return {
    perform: async (call) => {
      const guest = guestOf(call.process());
      const stamp = stampOf(call.process());
      // A guest may live under these numbers from here on: they must not run out, however long this takes.
      await holdNumbers(call);
      const end = await runTask({ hypervisor, call, pollMilliseconds }, 'upid', async () => {
        if ((await hypervisor.findStamped(guest, stamp)) !== undefined) return undefined;
        await call.progress({ asked: true });
        return hypervisor.create(guestSpecOf(call.process(), templates, settings));
      });
      if (end === undefined || end.end === 'succeeded') return {};
      const left = await hypervisor.findStamped(guest, stamp);
      if (end.end === 'vanished' && left !== undefined) return {};
      if (left !== undefined) await ensureGone(handled(call));
      await forgetTask(call, 'upid');
      throw end.end === 'failed'
        ? new StepFailure('rejected', `Creating the guest failed: ${end.exitStatus}`)
        : new StepFailure('busy', 'The node no longer knows the task that was creating the guest.');
    },

    undo: async (call) => {
      // Without the identities, or without ever having asked, there is nothing of ours.
      if (call.facts()['asked'] !== true) return;
      await ensureStopped(handled(call));
      await ensureGone(handled(call));
    },
  };
};
