import { HypervisorError } from '../../application/ports/hypervisor.ts';
import type { GuestRef } from '../../application/ports/hypervisor.ts';
import type { GuestApi } from './guest-api.ts';
import type { NodeCommands } from './node-commands.ts';
import { parseUpid } from './upid.ts';

/**
 * While it is cloned, a template carries `lock: disk`; a host that dies during the clone leaves the lock behind, and no
 * clone of this template works again until somebody takes it away (source: PVE::API2::LXC, clone_vm). The lock is stale
 * when no task works on the template any more.
 * @param refusal what Proxmox answered to the clone
 * @returns true when the lock was taken away and the clone can be tried again
 */
export const releaseSource = async (
  api: GuestApi,
  commands: NodeCommands,
  source: GuestRef,
  refusal: unknown,
): Promise<boolean> => {
  if (!(refusal instanceof HypervisorError) || !/\bis locked \(disk\)/.test(refusal.detail)) return false;
  const running = (await api.runningTasks(source.node)).map(parseUpid);
  if (running.some((task) => task?.id === String(source.vmid))) return false;
  const { lock, template } = await api.config(source);
  if (lock !== 'disk' || !template) return false;
  await commands.unlock(source);
  return true;
};
