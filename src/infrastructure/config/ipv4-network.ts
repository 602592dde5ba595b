import { isIPv4 } from 'node:net';

/** An IPv4 network as numbers: `first` is the network's own address, `last` its broadcast address. */
export type Ipv4Network = Readonly<{ first: number; last: number; prefixLength: number }>;

/** `10.10.10.7` as an unsigned 32-bit number. */
export const addressToNumber = (address: string): number =>
  address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);

/** Reads `10.10.10.0/24`; undefined when it is not a network (host bits set, prefix out of 8 to 30). */
export const parseNetwork = (text: string): Ipv4Network | undefined => {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const prefixLength = /^\d{1,2}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (rest.length > 0 || !isIPv4(address) || !(prefixLength >= 8 && prefixLength <= 30)) return undefined;
  const size = 2 ** (32 - prefixLength);
  const first = addressToNumber(address);
  return first % size === 0 ? { first, last: first + size - 1, prefixLength } : undefined;
};
