import { power } from '../../../domain/instance/guest-processes.ts';
import type { powerSteps } from '../../../domain/instance/guest-processes.ts';
import { aggregateOf } from '../../../domain/process/process-definition.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { Hypervisor } from '../../ports/hypervisor.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';
import type { ProcessWork, StepEffect } from '../kernel/step-effect.ts';
import { ensureRunning, ensureStopped } from './guest-operations.ts';
import { guestOfInstance, stampOfInstance, withGuest } from './handled-instance.ts';

export type GuestDependencies = Readonly<{
  log: EventLog;
  hypervisor: Hypervisor;
  settings: Readonly<{ pollMilliseconds?: number }>;
}>;

/**
 * Makes the guest do what its instance says now: whatever became of the wish that began this, the newest one counts, so two
 * of these never work against each other.
 */
const switchGuest = ({ log, hypervisor, settings }: GuestDependencies): StepEffect => ({
  perform: async (call) => {
    const instance = await loadInstance(log, aggregateOf(call.process().subject));
    if (instance.status !== 'running' && instance.status !== 'suspended') return { switched: 'no' };
    const guest = guestOfInstance(withGuest(instance));
    const { pollMilliseconds } = settings;
    const handled = { hypervisor, guest, stamp: stampOfInstance(withGuest(instance)), call, pollMilliseconds };
    if (instance.status === 'suspended') await ensureStopped(handled);
    else await ensureRunning(handled);
    return { switched: instance.status === 'suspended' ? 'off' : 'on' };
  },
});

/** A guest follows the suspension of its instance. */
export const powerWork = (dependencies: GuestDependencies): ProcessWork => ({
  definition: power,
  inputFor: () => Promise.resolve({}),
  effects: { 'switch-guest': switchGuest(dependencies) } satisfies Record<
    (typeof powerSteps)[number]['name'],
    StepEffect
  >,
});
