import type { InstanceKind } from '../api/contract';
import type { IconName } from '../design/icons';

type KindLook = Readonly<{ label: string; icon: IconName }>;

/** What people call the two kinds of guest; Proxmox says lxc and qemu. */
export const kindLooks: Readonly<Record<InstanceKind, KindLook>> = {
  lxc: { label: $localize`Container`, icon: 'deployed_code' },
  vps: { label: $localize`Virtual machine`, icon: 'dns' },
};

/** The word for the kind inside a default domain: `{hostname}-{username}-{container|vps}.{base}`. */
export const kindInDomain: Readonly<Record<InstanceKind, string>> = { lxc: 'container', vps: 'vps' };
