import { describe, expect, it } from '@jest/globals';
import { addressesFor, macAddressOf, prefixLengthOf } from './address-pool.ts';

const all = (range: readonly [string, string]) =>
  [...addressesFor('i1', { network: '10.10.10.248/29', gateway: '10.10.10.249', range })].toSorted();

describe('addresses of a pool', () => {
  it('never hold the network, the gateway or the broadcast address', () => {
    expect(all(['10.10.10.248', '10.10.10.255'])).toEqual([250, 251, 252, 253, 254].map((last) => `10.10.10.${last}`));
  });

  it('stay in the range that was given to us', () => {
    expect(all(['10.10.10.251', '10.10.10.252'])).toEqual(['10.10.10.251', '10.10.10.252']);
  });

  it('cross octets', () => {
    const pool = {
      network: '192.168.0.0/16',
      gateway: '192.168.0.1',
      range: ['192.168.1.254', '192.168.2.1'],
    } as const;
    expect([...addressesFor('i1', pool)].toSorted()).toEqual([
      '192.168.1.254',
      '192.168.1.255',
      '192.168.2.0',
      '192.168.2.1',
    ]);
  });

  it('know their prefix length', () => {
    expect(prefixLengthOf('10.40.0.0/16')).toBe(16);
  });
});

describe('the MAC address of an instance', () => {
  it('is locally administered, unicast, and follows from its address', () => {
    expect(macAddressOf('10.40.1.254')).toBe('02:4e:0a:28:01:fe');
  });
});
