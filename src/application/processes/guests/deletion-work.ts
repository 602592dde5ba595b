import { deletion } from '../../../domain/instance/guest-processes.ts';
import type { deletionSteps } from '../../../domain/instance/guest-processes.ts';
import { instanceDecider } from '../../../domain/instance/instance-decider.ts';
import { handleCommand } from '../../command-handling/handle-command.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';
import type { Reservations } from '../../use-cases/reservations.ts';
import { instanceStream } from '../../use-cases/use-case.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import { ensureGone, ensureStopped } from './guest-operations.ts';
import type { HandledGuest } from './guest-operations.ts';
import { guestOfInstance, stampOfInstance, withGuest } from './handled-instance.ts';
import type { GuestDependencies } from './power-work.ts';

export type DeletionDependencies = GuestDependencies & Readonly<{ reservations: Reservations }>;

/** From an instance that is not wanted any more to nothing: the guest first, then what it held. */
export const deletionWork = (dependencies: DeletionDependencies): ProcessWork => {
  const { log, hypervisor, reservations, settings } = dependencies;

  const handledBy = async (call: StepCall): Promise<HandledGuest> => {
    const instance = withGuest(await loadInstance(log, call.process().subject));
    const { pollMilliseconds } = settings;
    return { hypervisor, guest: guestOfInstance(instance), stamp: stampOfInstance(instance), call, pollMilliseconds };
  };

  const effects = {
    'stop-guest': {
      perform: async (call) => {
        await ensureStopped(await handledBy(call));
        return {};
      },
    },
    'destroy-guest': {
      perform: async (call) => {
        await ensureGone(await handledBy(call));
        return {};
      },
    },
    'release-numbers': {
      perform: async (call) => {
        const holder = call.process().subject;
        const { vmid, address } = withGuest(await loadInstance(log, holder));
        await reservations.release({ kind: 'vmid', value: String(vmid), holder }, call.command());
        await reservations.release({ kind: 'address', value: address, holder }, call.command());
        return {};
      },
    },
    finish: {
      perform: async (call) => {
        const streamId = instanceStream(call.process().subject);
        const context = call.command();
        await handleCommand({ log, decider: instanceDecider, streamId, command: { type: 'record-deleted' }, context });
        return {};
      },
    },
  } satisfies Record<(typeof deletionSteps)[number]['name'], StepEffect>;

  return { definition: deletion, inputFor: () => Promise.resolve({}), effects };
};
