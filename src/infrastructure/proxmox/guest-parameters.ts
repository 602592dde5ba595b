import type { ContainerSource, GuestNetwork, GuestSpec } from '../../application/ports/hypervisor.ts';
import { propertyString } from './property-string.ts';
import type { Parameters } from './proxmox-client.ts';
import { stampedDescription, stampedTags } from './stamp.ts';

/** Only parameters that PVE 8.4 and 9.1 both know; the contract test checks every one against both schemas. */

/** `net0`. `firewall=1` is what makes Proxmox apply its MAC and address filters at all. */
const networkInterface = (network: GuestNetwork): string =>
  propertyString({
    name: 'eth0',
    bridge: network.bridge,
    firewall: true,
    hwaddr: network.macAddress,
    ip: `${network.address}/${String(network.prefixLength)}`,
    gw: network.gateway,
    tag: network.vlan,
    type: 'veth',
  });

const nameservers = (network: GuestNetwork): string | undefined =>
  network.nameservers.length === 0 ? undefined : network.nameservers.join(' ');

/** What a clone takes over from its template and must not keep; sent again, it changes nothing. */
export const settingsOf = (spec: GuestSpec, existingTags: readonly string[]): Parameters => ({
  hostname: spec.hostname,
  cores: spec.cores,
  memory: spec.memoryMiB,
  swap: spec.swapMiB,
  net0: networkInterface(spec.network),
  nameserver: nameservers(spec.network),
  tags: stampedTags(existingTags),
});

/** `POST /nodes/{node}/lxc`: an unprivileged container from an archive, no password, keys for root. */
export const creationOf = (spec: GuestSpec, source: Extract<ContainerSource, { type: 'vztmpl' }>): Parameters => ({
  ...settingsOf(spec, []),
  vmid: spec.guest.vmid,
  ostemplate: source.volume,
  rootfs: `${spec.storage}:${String(spec.diskGiB)}`,
  unprivileged: true,
  // systemd inside an unprivileged container waits for minutes at log-in without it.
  features: propertyString({ nesting: true }),
  description: stampedDescription(spec.stamp),
  pool: spec.pool,
  'ssh-public-keys': spec.sshKeys.length === 0 ? undefined : spec.sshKeys.join('\n'),
});

/** `POST /nodes/{node}/lxc/{vmid}/clone`; the node in the path is the template's. */
export const cloneOf = (spec: GuestSpec, source: Extract<ContainerSource, { type: 'clone' }>): Parameters => ({
  newid: spec.guest.vmid,
  hostname: spec.hostname,
  description: stampedDescription(spec.stamp),
  full: true,
  storage: spec.storage,
  pool: spec.pool,
  target: source.node === spec.guest.node ? undefined : spec.guest.node,
});

const unitBytes: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Size in bytes of `8G`, `1029M`, ... (format disk-size); undefined for anything else. */
export const diskSizeBytes = (size: string | undefined): number | undefined => {
  const match = /^(?<amount>\d+(?:\.\d+)?)(?<unit>[KMGT]?)$/.exec(size ?? '')?.groups;
  const unit = unitBytes[match?.['unit'] ?? '?'];
  return match === undefined || unit === undefined ? undefined : Number(match['amount']) * unit;
};
