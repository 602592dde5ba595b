import { numbersFor } from './number-pool.ts';

/** Where instances get their IPv4 addresses from. */
export type AddressPool = Readonly<{
  /** `10.40.0.0/16` */
  network: string;
  gateway: string;
  /** First and last address that may be given out. */
  range: readonly [string, string];
}>;

/** The addresses of a pool in their holder's own order, without the network's own, its broadcast and the gateway. */
export function* addressesFor(holder: string, pool: AddressPool): Generator<string, void, undefined> {
  const { first, last } = bounds(pool.network);
  const [from, to] = pool.range;
  const range = { first: Math.max(toNumber(from), first + 1), last: Math.min(toNumber(to), last - 1) };
  for (const number of numbersFor(holder, range)) {
    const address = toAddress(number);
    if (address !== pool.gateway) yield address;
  }
}

/** 16 for `10.40.0.0/16`. */
export const prefixLengthOf = (network: string): number => Number(network.slice(network.indexOf('/') + 1));

/**
 * A locally administered unicast MAC address that no other address of the installation leads to:
 * `02:4e` (N for Netsoc) and the four octets.
 */
export const macAddressOf = (address: string): string =>
  ['02', '4e', ...address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))].join(':');

const toNumber = (address: string): number =>
  address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);

const toAddress = (number: number): string =>
  [24, 16, 8, 0].map((shift) => String(Math.floor(number / 2 ** shift) % 256)).join('.');

const bounds = (network: string): Readonly<{ first: number; last: number }> => {
  const first = toNumber(network.slice(0, network.indexOf('/')));
  return { first, last: first + 2 ** (32 - prefixLengthOf(network)) - 1 };
};
