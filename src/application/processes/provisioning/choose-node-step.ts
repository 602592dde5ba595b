import { chooseNode } from '../../../domain/provisioning/choose-node.ts';
import type { StepEffect } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import { templateOf } from './guest-spec.ts';
import type { ProvisioningDependencies } from './provisioning-dependencies.ts';
import { readProvisioningInput } from './provisioning-input.ts';

/** Where the guest will live. Taking it back, last of all, tells the instance that nothing will come of it. */
export const chooseNodeStep = (dependencies: ProvisioningDependencies): StepEffect => {
  const { hypervisor, templates, settings, recordProvisioning } = dependencies;
  return {
    perform: async ({ process }) => {
      const { memoryMiB } = readProvisioningInput(process());
      const { source } = templateOf(process(), templates);
      const { nodes } = await hypervisor.cluster();
      // A full clone reads the template's disks, which other nodes see only on shared storage.
      const only = source.type === 'clone' ? source.node : undefined;
      const node = chooseNode(nodes, { excluded: settings.excludedNodes, only, memoryMiB });
      if (node === undefined) {
        const where = only === undefined ? 'No node is' : `The template's node ${only} is not`;
        throw new StepFailure('busy', `${where} online, allowed, and with ${String(memoryMiB)} MiB of free memory.`);
      }
      return { node };
    },
    undo: async ({ process, command }) => {
      const { subject, abandonedBecause } = process();
      await recordProvisioning.abandoned({ instanceId: subject, reason: abandonedBecause ?? '' }, command());
    },
  };
};
