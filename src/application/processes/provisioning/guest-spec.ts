import { macAddressOf, prefixLengthOf } from '../../../domain/provisioning/address-pool.ts';
import type { ProcessState } from '../../../domain/process/process-state.ts';
import type { GuestRef, GuestSpec, Stamp } from '../../ports/hypervisor.ts';
import type { Template, Templates } from '../../ports/templates.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import { factsOf, numberIn, readProvisioningInput, textIn } from './provisioning-input.ts';
import type { ProvisioningSettings } from './provisioning-settings.ts';

/** The guest that this process works on, by the identities that earlier steps have stored. */
export const guestOf = (process: ProcessState): GuestRef => ({
  kind: readProvisioningInput(process).kind,
  node: textIn(factsOf(process, 'choose-node'), 'node'),
  vmid: numberIn(factsOf(process, 'reserve-vmid'), 'vmid'),
});

export const addressOf = (process: ProcessState): string => textIn(factsOf(process, 'reserve-address'), 'address');

export const stampOf = ({ subject }: ProcessState): Stamp => ({ instanceId: subject });

/** @throws StepFailure `impossible` when the configuration no longer has the template */
export const templateOf = (process: ProcessState, templates: Templates): Template => {
  const { templateId } = readProvisioningInput(process);
  const template = templates.find(templateId);
  if (template === undefined) {
    throw new StepFailure('impossible', `The template ${templateId} is no longer in the configuration.`);
  }
  return template;
};

/** The whole guest as it shall be; the same every time it is asked. */
export const guestSpecOf = (process: ProcessState, templates: Templates, settings: ProvisioningSettings): GuestSpec => {
  const { hostname, cores, memoryMiB, swapMiB, diskGiB } = readProvisioningInput(process);
  const { bridge, vlan, gateway, nameservers, network } = settings.network;
  const address = addressOf(process);
  return {
    guest: guestOf(process),
    stamp: stampOf(process),
    hostname,
    source: templateOf(process, templates).source,
    storage: settings.storage,
    pool: settings.pool,
    cores,
    memoryMiB,
    swapMiB,
    diskGiB,
    network: {
      bridge,
      vlan,
      address,
      prefixLength: prefixLengthOf(network),
      gateway,
      nameservers,
      macAddress: macAddressOf(address),
    },
    // Keys are added once the guest runs, where what stands there already can be kept.
    sshKeys: [],
  };
};
