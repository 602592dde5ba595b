import { createHash } from 'node:crypto';

/** Keys of a property string, in any order. */
export const propertiesOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(',').flatMap((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [] : [[part.slice(0, equals), part.slice(equals + 1)]];
    }),
  );

/** `net0` as Proxmox stores it: keys sorted after the name, a MAC address made up when none was given. */
export const storedNetwork = (text: string, vmid: number): string => {
  const { name = 'eth0', ...rest } = propertiesOf(text);
  const complete = { hwaddr: madeUpAddress(vmid), type: 'veth', ...rest };
  return [
    `name=${name}`,
    ...Object.entries(complete)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]) => `${key}=${value}`),
  ].join(',');
};

/** The same network interface with another MAC address: what a clone gets. */
export const withNewAddress = (text: string, vmid: number): string =>
  storedNetwork(
    Object.entries(propertiesOf(text))
      .filter(([key]) => key !== 'hwaddr')
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    vmid,
  );

/** In the block that Proxmox Server Solutions owns. */
const madeUpAddress = (vmid: number): string => {
  const digest = createHash('sha256')
    .update(`${String(vmid)} ${String(Date.now())}`)
    .digest('hex')
    .toUpperCase();
  return `BC:24:11:${digest.slice(0, 2)}:${digest.slice(2, 4)}:${digest.slice(4, 6)}`;
};
