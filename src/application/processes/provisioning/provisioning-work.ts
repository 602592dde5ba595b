import { provisioning } from '../../../domain/provisioning/provisioning-steps.ts';
import type { ProvisioningStep } from '../../../domain/provisioning/provisioning-steps.ts';
import type { ProcessWork, StepEffect } from '../kernel/step-effect.ts';
import { chooseNodeStep } from './choose-node-step.ts';
import { createGuest } from './create-guest.ts';
import { installKeys } from './install-keys.ts';
import type { ProvisioningDependencies } from './provisioning-dependencies.ts';
import { provisioningInputFor } from './provisioning-input.ts';
import { reserveAddress, reserveVmid } from './reserve-numbers.ts';
import { awaitNetwork, configureGuest, finish, startGuest } from './run-guest.ts';

/** From an approved request to an instance its owner can use, or back to nothing. */
export const provisioningWork = (dependencies: ProvisioningDependencies): ProcessWork => ({
  definition: provisioning,
  inputFor: provisioningInputFor(dependencies.log),
  effects: {
    'choose-node': chooseNodeStep(dependencies),
    'reserve-vmid': reserveVmid(dependencies),
    'reserve-address': reserveAddress(dependencies),
    'create-guest': createGuest(dependencies),
    'configure-guest': configureGuest(dependencies),
    'start-guest': startGuest(dependencies),
    'await-network': awaitNetwork(dependencies),
    'install-keys': installKeys(dependencies),
    finish: finish(dependencies),
  } satisfies Record<ProvisioningStep, StepEffect>,
});
