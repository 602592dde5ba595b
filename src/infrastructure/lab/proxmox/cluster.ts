import { createHash } from 'node:crypto';
import type { DurableDocument } from '../state/durable-document.ts';
import { die } from './api-refusal.ts';
import type { ClusterState, LabGuest } from './cluster-state.ts';

/** The guests of the lab's cluster, over its durable state. */
export type Cluster = ReturnType<typeof createCluster>;

export const createCluster = (document: DurableDocument<ClusterState>) => {
  const find = (vmid: number): LabGuest | undefined => document.read().guests[String(vmid)];

  const put = (guest: LabGuest): void => {
    document.change((state) => ({ ...state, guests: { ...state.guests, [String(guest.vmid)]: guest } }));
  };

  /** The guest whose configuration file lies on this node; dies with Proxmox's words. */
  const onNode = (type: LabGuest['type'], node: string, vmid: number): LabGuest => {
    const guest = find(vmid);
    if (guest?.type === type && guest.node === node) return guest;
    const folder = type === 'lxc' ? 'lxc' : 'qemu-server';
    return die(`Configuration file 'nodes/${node}/${folder}/${String(vmid)}.conf' does not exist`);
  };

  return {
    find,
    put,
    onNode,
    all: (): readonly LabGuest[] => Object.values(document.read().guests),

    /** Changes a guest that may have gone meanwhile. */
    update: (vmid: number, change: (guest: LabGuest) => LabGuest): void => {
      const guest = find(vmid);
      if (guest !== undefined) put(change(guest));
    },

    remove: (vmid: number): void => {
      document.change((state) => {
        const { [String(vmid)]: _gone, ...rest } = state.guests;
        return { ...state, guests: rest };
      });
    },

    assertFree: (vmid: number): void => {
      const guest = find(vmid);
      if (guest !== undefined) {
        die(`${guest.type === 'lxc' ? 'CT' : 'VM'} ${String(vmid)} already exists on node '${guest.node}'`);
      }
    },
  };
};

/** A guest's configuration with these options; undefined takes one away. */
export const withOptions = (guest: LabGuest, options: Readonly<Record<string, string | undefined>>): LabGuest => ({
  ...guest,
  config: Object.fromEntries(
    Object.entries({ ...guest.config, ...options }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  ),
});

export const assertUnlocked = (guest: LabGuest): void => {
  const lock = guest.config['lock'];
  if (lock !== undefined) die(`${guest.type === 'lxc' ? 'CT' : 'VM'} is locked (${lock})`);
};

/** SHA-1 over the configuration file's text. */
export const digestOf = (guest: LabGuest): string =>
  createHash('sha1')
    .update(
      Object.entries(guest.config)
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(''),
    )
    .digest('hex');
