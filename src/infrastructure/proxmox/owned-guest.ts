import type { GuestFacts, GuestRef, Stamp } from '../../application/ports/hypervisor.ts';
import { clusterFacts } from './guest-api.ts';
import type { GuestApi } from './guest-api.ts';
import { hypervisorError, saysNoSuchGuest } from './proxmox-failure.ts';
import { stampIn } from './stamp.ts';
import { parseUpid } from './upid.ts';
import type { GuestConfig } from './wire-schemas.ts';

/** What stands at a vmid that was reserved for an instance. */
export type Occupant =
  | Readonly<{ state: 'none' }>
  /** Ours and whole; `guest` says where it really is. */
  | Readonly<{ state: 'whole'; guest: GuestRef; config: GuestConfig; facts: GuestFacts }>
  /** A creation of ours is at work on it. */
  | Readonly<{ state: 'growing'; guest: GuestRef }>
  /** A creation of ours was cut short and left this behind. */
  | Readonly<{ state: 'half-made'; guest: GuestRef }>;

const makingTasks: readonly string[] = ['vzcreate', 'vzclone', 'vzrestore', 'qmcreate', 'qmclone', 'qmrestore'];

/**
 * Looks up what stands at a vmid, wherever in the cluster it is.
 *
 * Proxmox writes the description of a new container only when its archive is unpacked; until then, and for good when the
 * host dies, its configuration holds nothing but `lock: create` (source: PVE::API2::LXC, create_vm). Such a remnant
 * counts as ours when the newest task that made something at this vmid was started by our own token. A host that dies
 * between the lock and the task leaves nothing that tells whose it is, as a clone by hand does: that is for an admin to look at.
 * @throws HypervisorError `rejected` when the guest is somebody else's
 */
export const occupantOf = async (api: GuestApi, tokenId: string, wanted: GuestRef, stamp: Stamp): Promise<Occupant> => {
  for (let attempt = 1; ; attempt += 1) {
    const found = await lookOnce(api, tokenId, wanted, stamp);
    if (found !== 'changed') return found;
    if (attempt === 3) {
      throw hypervisorError('busy', `look at guest ${String(wanted.vmid)}`, 'the guest changes while it is looked at');
    }
  }
};

/** `changed`: a task of Proxmox ended or moved the guest between two questions, so the answers do not belong together. */
const lookOnce = async (
  api: GuestApi,
  tokenId: string,
  wanted: GuestRef,
  stamp: Stamp,
): Promise<Occupant | 'changed'> => {
  const facts = clusterFacts(await api.resources()).guests.find((guest) => guest.vmid === wanted.vmid);
  if (facts === undefined) return { state: 'none' };
  const guest: GuestRef = { kind: facts.kind, node: facts.node, vmid: facts.vmid };
  try {
    const config = await api.config(guest);
    if (config.lock !== 'create') {
      assertOurs(guest, config, stamp);
      return { state: 'whole', guest, config, facts };
    }
    if (stampIn(config.description) === undefined) await assertMadeByUs(api, tokenId, guest);
    else assertOurs(guest, config, stamp);
    if (await isBeingMade(api, tokenId, guest)) return { state: 'growing', guest };
    // No task is left that could still change it, so a second look decides.
    return (await api.config(guest)).lock === 'create' ? { state: 'half-made', guest } : 'changed';
  } catch (error) {
    if (saysNoSuchGuest(error)) return 'changed';
    throw error;
  }
};

/** @throws HypervisorError `rejected` for a guest without our stamp for this instance */
export const assertOurs = (guest: GuestRef, config: GuestConfig, stamp: Stamp): void => {
  if (stampIn(config.description)?.instanceId === stamp.instanceId) return;
  throw notOurs(guest);
};

const notOurs = (guest: GuestRef): Error =>
  hypervisorError(
    'rejected',
    `use vmid ${String(guest.vmid)}`,
    `guest ${String(guest.vmid)} on node ${guest.node} does not carry the stamp of this instance`,
  );

const assertMadeByUs = async (api: GuestApi, tokenId: string, guest: GuestRef): Promise<void> => {
  const making = (await api.tasksOf(guest)).map(parseUpid).find((task) => makingTasks.includes(task?.type ?? ''));
  if (making === undefined) {
    throw hypervisorError(
      'rejected',
      `use vmid ${String(guest.vmid)}`,
      `guest ${String(guest.vmid)} on node ${guest.node} is locked for its creation, and no task of it tells who began that; ` +
        `if nothing is making it any more and nobody needs it, unlock and remove it in Proxmox, then try again`,
    );
  }
  if (making.user !== tokenId) throw notOurs(guest);
};

/** A clone's task is filed under its template, so every clone of ours that runs on the node may be the one. */
const isBeingMade = async (api: GuestApi, tokenId: string, guest: GuestRef): Promise<boolean> =>
  (await api.runningTasks(guest.node)).some((upid) => {
    const task = parseUpid(upid);
    if (task === undefined) return false;
    return task.id === String(guest.vmid) || (task.type.endsWith('clone') && task.user === tokenId);
  });
