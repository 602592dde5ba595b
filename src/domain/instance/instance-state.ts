import { unreachable } from '../kernel/unreachable.ts';
import type { InstanceEvent, InstanceKind, Resources } from './instance-events.ts';

/** What stays true of an instance from its request on. */
type Particulars = Readonly<{
  instanceId: string;
  owner: string;
  kind: InstanceKind;
  templateId: string;
  hostname: string;
  defaultDomain: string;
  resources: Resources;
}>;

/** Where its guest is, or was. */
type Guest = Readonly<{ node: string; vmid: number; address: string }>;

/**
 * ```text
 * absent -> pending -> refused | withdrawn
 *           pending -> provisioning -> running | abandoned
 *                                      running <-> suspended
 *                                      running | suspended -> deleting -> deleted
 * ```
 * That provisioning is parked is known to its process, not to the instance.
 */
export type InstanceState =
  | Readonly<{ status: 'absent' }>
  | (Particulars & Readonly<{ status: 'pending' | 'refused' | 'withdrawn' | 'provisioning' | 'abandoned' }>)
  | (Particulars & Guest & Readonly<{ status: 'running' | 'suspended' | 'deleting' | 'deleted' }>);

export const initialInstanceState: InstanceState = { status: 'absent' };

export const evolveInstance = (state: InstanceState, event: InstanceEvent): InstanceState => {
  if (event.type === 'instance-requested') {
    const { instanceId, owner, kind, templateId, hostname, defaultDomain, resources } = event.data;
    return { status: 'pending', instanceId, owner, kind, templateId, hostname, defaultDomain, resources };
  }
  if (state.status === 'absent') throw new Error(`${event.type} before the instance was requested`);
  switch (event.type) {
    case 'instance-request-approved':
      return { ...state, status: 'provisioning' };
    case 'instance-request-refused':
      return { ...state, status: 'refused' };
    case 'instance-request-withdrawn':
      return { ...state, status: 'withdrawn' };
    case 'instance-provisioned':
      return {
        ...state,
        status: 'running',
        node: event.data.node,
        vmid: event.data.vmid,
        address: event.data.address,
      };
    case 'instance-provisioning-abandoned':
      return { ...state, status: 'abandoned' };
    case 'instance-suspended':
      return { ...withGuest(state, event), status: 'suspended' };
    case 'instance-resumed':
      return { ...withGuest(state, event), status: 'running' };
    case 'instance-deletion-begun':
      return { ...withGuest(state, event), status: 'deleting' };
    case 'instance-deleted':
      return { ...withGuest(state, event), status: 'deleted' };
    default:
      return unreachable(event);
  }
};

const withGuest = (state: InstanceState, { type }: InstanceEvent): Particulars & Guest => {
  if (!('vmid' in state)) throw new Error(`${type} before the instance had a guest`);
  return state;
};
