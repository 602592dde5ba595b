import type { ProcessDefinition, StepDefinition } from '../process/process-definition.ts';

/** A guest follows its instance: stopped while that is suspended, running otherwise. */
export const powerSteps = [
  { name: 'switch-guest', title: 'Stop or start the guest', compensation: undefined },
] as const satisfies readonly StepDefinition[];
export const power: ProcessDefinition = { kind: 'power', steps: powerSteps };

/** Numbers are freed only when Proxmox has confirmed that the guest is gone. */
export const deletionSteps = [
  { name: 'stop-guest', title: 'Stop the guest', compensation: undefined },
  { name: 'destroy-guest', title: 'Destroy the guest', compensation: undefined },
  { name: 'release-numbers', title: 'Release its number and address', compensation: undefined },
  { name: 'finish', title: 'Finish', compensation: undefined },
] as const satisfies readonly StepDefinition[];
export const deletion: ProcessDefinition = { kind: 'deletion', steps: deletionSteps };
