import type { Stamp } from '../../application/ports/hypervisor.ts';

/** Every guest of ours carries it, so that people see at a glance in Proxmox whose it is. */
const stampTag = 'netsoc-cloud';

const line = /^netsoc-cloud instance (?<instanceId>[0-9a-f-]{36})$/m;

/** The description of a guest of ours; people may write around the stamp's line, the line itself decides. */
export const stampedDescription = (stamp: Stamp): string =>
  `netsoc-cloud instance ${stamp.instanceId}\nManaged by Netsoc Cloud. Do not edit the line above.`;

/** The instance that a description speaks of; undefined for a guest that is not ours. */
export const stampIn = (description: string | undefined): Stamp | undefined => {
  const instanceId = line.exec(description ?? '')?.groups?.['instanceId'];
  return instanceId === undefined ? undefined : { instanceId };
};

/** `a;b` or `a,b` or `a b`: Proxmox reads all three (format pve-tag-list). */
export const tagsIn = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[;,\s]+/).filter((tag) => tag !== '');

/** A guest's tags with ours among them, as Proxmox stores them. */
export const stampedTags = (existing: readonly string[]): string => [...new Set([...existing, stampTag])].join(';');
