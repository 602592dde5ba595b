import { addressesFor } from '../../../domain/provisioning/address-pool.ts';
import { numbersFor } from '../../../domain/provisioning/number-pool.ts';
import type { StepCall, StepEffect } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import type { ProvisioningDependencies } from './provisioning-dependencies.ts';
import { textIn, numberIn } from './provisioning-input.ts';
import { firstFree, takeReservation } from './take-reservation.ts';

/**
 * A guest number from our range that neither a reservation nor a guest of the cluster has.
 * (`/cluster/nextid` would promise the same number to everybody who asks at the same time.)
 */
export const reserveVmid = ({ log, hypervisor, reservations, settings }: ProvisioningDependencies): StepEffect => {
  const { first, last } = settings.vmids;

  const freeVmid = async ({ process, now }: Pick<StepCall, 'process' | 'now'>): Promise<number> => {
    const holder = process().subject;
    const { guests } = await hypervisor.cluster();
    const used = new Set(guests.map(({ vmid }) => vmid));
    const free = await firstFree(log, 'vmid', holder, unused(numbersFor(holder, settings.vmids), used), now());
    if (free === undefined) throw exhausted(`guest number is left from ${String(first)} to ${String(last)}`);
    return Number(free);
  };

  return {
    plan: async (call) => (typeof call.facts()['vmid'] === 'number' ? {} : { vmid: await freeVmid(call) }),
    perform: async (call) => {
      const planned = String(numberIn(call.facts(), 'vmid'));
      const next = async (): Promise<string> => String(await freeVmid(call));
      return { vmid: Number(await takeReservation(reservations, call, 'vmid', planned, next, Number)) };
    },
    undo: async (call) => {
      const { vmid } = call.facts();
      if (typeof vmid !== 'number') return;
      await reservations.release({ kind: 'vmid', value: String(vmid), holder: call.process().subject }, call.command());
    },
  };
};

/** An address from our part of the network. */
export const reserveAddress = ({ log, reservations, settings }: ProvisioningDependencies): StepEffect => {
  const [from, to] = settings.network.range;

  const freeAddress = async ({ process, now }: Pick<StepCall, 'process' | 'now'>): Promise<string> => {
    const holder = process().subject;
    const free = await firstFree(log, 'address', holder, addressesFor(holder, settings.network), now());
    if (free === undefined) throw exhausted(`address is left from ${from} to ${to}`);
    return free;
  };

  return {
    plan: async (call) => (typeof call.facts()['address'] === 'string' ? {} : { address: await freeAddress(call) }),
    perform: async (call) => {
      const planned = textIn(call.facts(), 'address');
      const next = (): Promise<string> => freeAddress(call);
      return { address: await takeReservation(reservations, call, 'address', planned, next, String) };
    },
    undo: async (call) => {
      const { address } = call.facts();
      if (typeof address !== 'string') return;
      await reservations.release({ kind: 'address', value: address, holder: call.process().subject }, call.command());
    },
  };
};

function* unused(numbers: Iterable<number>, used: ReadonlySet<number>): Generator<string, void, undefined> {
  for (const number of numbers) if (!used.has(number)) yield String(number);
}

const exhausted = (what: string): StepFailure => new StepFailure('impossible', `No ${what}.`);
