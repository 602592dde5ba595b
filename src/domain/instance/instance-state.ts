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

/**
 * ```text
 * absent -> pending -> refused | withdrawn
 *           pending -> provisioning -> running | abandoned
 * ```
 * That provisioning is parked is known to its process, not to the instance.
 */
export type InstanceState =
  | Readonly<{ status: 'absent' }>
  | (Particulars & Readonly<{ status: 'pending' | 'refused' | 'withdrawn' | 'provisioning' | 'abandoned' }>)
  | (Particulars & Readonly<{ status: 'running'; node: string; vmid: number; address: string }>);

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
    default:
      return unreachable(event);
  }
};
