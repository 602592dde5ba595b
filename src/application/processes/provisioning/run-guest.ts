import { loadInstance } from '../../use-cases/load-instance.ts';
import type { StepCall, StepEffect } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import { followOwner } from '../guests/follow-owner.ts';
import { forgetTask, runTask } from '../guests/follow-task.ts';
import { ensureRunning } from '../guests/guest-operations.ts';
import { addressOf, guestOf, guestSpecOf, stampOf } from './guest-spec.ts';
import type { ProvisioningDependencies } from './provisioning-dependencies.ts';

/** Gives the guest what a clone could not be given, and the disk size of its template. */
export const configureGuest = ({ hypervisor, templates, settings }: ProvisioningDependencies): StepEffect => ({
  perform: async (call) => {
    const spec = guestSpecOf(call.process(), templates, settings);
    await hypervisor.configure(spec);
    const watching = { hypervisor, call, pollMilliseconds: settings.pollMilliseconds };
    const end = await runTask(watching, 'upid', () => hypervisor.growDisk(spec));
    if (end === undefined || end.end === 'succeeded') return {};
    await forgetTask(call, 'upid');
    throw end.end === 'failed'
      ? new StepFailure('rejected', `Growing the disk failed: ${end.exitStatus}`)
      : new StepFailure('busy', 'The node no longer knows the task that was growing the disk.');
  },
});

/** Starts the guest, unless it runs. Later steps do so too: the host may have booted meanwhile. */
export const ensureItRuns = (
  { hypervisor, settings }: Pick<ProvisioningDependencies, 'hypervisor' | 'settings'>,
  call: StepCall,
): Promise<void> =>
  ensureRunning({
    hypervisor,
    guest: guestOf(call.process()),
    stamp: stampOf(call.process()),
    call,
    pollMilliseconds: settings.pollMilliseconds,
  });

export const startGuest = (dependencies: ProvisioningDependencies): StepEffect => ({
  perform: async (call) => {
    await ensureItRuns(dependencies, call);
    return {};
  },
});

/** Waits until the guest itself reports the address it was given. */
export const awaitNetwork = (dependencies: ProvisioningDependencies): StepEffect => ({
  perform: async (call) => {
    const { hypervisor, settings } = dependencies;
    const guest = guestOf(call.process());
    const address = addressOf(call.process());
    const { pollMilliseconds = 1_000, networkPatienceMilliseconds = 120_000 } = settings;
    await ensureItRuns(dependencies, call);
    const until = Date.parse(call.now()) + networkPatienceMilliseconds;
    for (;;) {
      const reported = await hypervisor.guestAddresses(guest);
      if (reported.includes(address)) return {};
      if (Date.parse(call.now()) >= until) throw notThere(address, reported);
      await call.pause(pollMilliseconds);
    }
  },
});

const notThere = (address: string, reported: readonly string[]): StepFailure => {
  const instead = reported.length === 0 ? 'no address' : reported.join(', ');
  return new StepFailure('busy', `The guest has not taken the address ${address}; it reports ${instead}.`);
};

/**
 * Tells the instance that it runs; with that the provisioning has done its work. An owner who was disabled meanwhile has it
 * suspended again at once, where instances stop with the account.
 */
export const finish = (dependencies: ProvisioningDependencies): StepEffect => ({
  perform: async (call) => {
    const { log, recordProvisioning } = dependencies;
    const { process, command } = call;
    const instanceId = process().subject;
    const { status } = await loadInstance(log, instanceId);
    // Recorded before a crash, it may have been suspended or deleted since: then nothing starts its guest.
    if (status === 'provisioning' || status === 'running') {
      await ensureItRuns(dependencies, call);
      const { node, vmid } = guestOf(process());
      const address = addressOf(process());
      await recordProvisioning.provisioned({ instanceId, node, vmid, address }, command());
    }
    await followOwner(log, instanceId, call);
    return {};
  },
});
