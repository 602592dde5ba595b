import type { InstanceState } from '../../../domain/instance/instance-state.ts';
import type { GuestRef, Stamp } from '../../ports/hypervisor.ts';

export type InstanceWithGuest = Extract<InstanceState, { vmid: number }>;

/** @throws Error when the instance never had a guest: a broken invariant */
export const withGuest = (instance: InstanceState): InstanceWithGuest => {
  if (!('vmid' in instance)) throw new Error(`an instance that is ${instance.status} has no guest`);
  return instance;
};

export const guestOfInstance = ({ kind, node, vmid }: InstanceWithGuest): GuestRef => ({ kind, node, vmid });

export const stampOfInstance = ({ instanceId }: InstanceWithGuest): Stamp => ({ instanceId });
