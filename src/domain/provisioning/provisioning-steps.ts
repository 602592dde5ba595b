import type { ProcessDefinition, StepDefinition } from '../process/process-definition.ts';

/**
 * What has to happen, in this order, between an approved request and an instance that its owner can use.
 * Names are stored in events and never change meaning; titles are read by people.
 */
export const provisioningSteps = [
  { name: 'choose-node', title: 'Choose a node', compensation: 'Record that the instance was given up' },
  { name: 'reserve-vmid', title: 'Reserve a guest number', compensation: 'Release the guest number' },
  { name: 'reserve-address', title: 'Reserve an address', compensation: 'Release the address' },
  { name: 'create-guest', title: 'Create the guest', compensation: 'Destroy the guest' },
  { name: 'configure-guest', title: 'Configure the guest', compensation: undefined },
  { name: 'start-guest', title: 'Start the guest', compensation: undefined },
  { name: 'await-network', title: 'Wait for the network', compensation: undefined },
  { name: 'install-keys', title: 'Install SSH keys', compensation: undefined },
  { name: 'finish', title: 'Finish', compensation: undefined },
] as const satisfies readonly StepDefinition[];

export type ProvisioningStep = (typeof provisioningSteps)[number]['name'];

export const provisioning: ProcessDefinition = { kind: 'provisioning', steps: provisioningSteps };
