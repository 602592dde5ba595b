import { Resolver } from 'node:dns/promises';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { startDnsSimulator } from './dns-simulator.ts';
import type { DnsSimulator } from './dns-simulator.ts';

let folder: string;
let dns: DnsSimulator;

const start = (port = 0) => startDnsSimulator({ dataDirectory: folder, port, logger: pino({ level: 'silent' }) });

const resolver = (): Resolver => {
  const made = new Resolver({ timeout: 200, tries: 1 });
  made.setServers([`${dns.address}:${String(dns.port)}`]);
  return made;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-dns-'));
  dns = await start();
  await dns.control({
    do: 'set',
    records: [
      { name: 'web.example.org', type: 'A', data: '192.0.2.1' },
      { name: 'web.example.org', type: 'A', data: '192.0.2.2' },
      { name: 'web.example.org', type: 'AAAA', data: '2001:db8::1' },
      { name: 'www.example.org', type: 'CNAME', data: 'Web.example.org.' },
      { name: '_netsoc.example.org', type: 'TXT', data: 'netsoc-verify=abc' },
    ],
  });
});
afterEach(async () => {
  await dns.close();
  await rm(folder, { recursive: true });
});

describe('lab DNS server', () => {
  it('answers what it was told, whatever the case of the name', async () => {
    expect((await resolver().resolve4('WEB.example.org')).toSorted()).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await resolver().resolve6('web.example.org')).toEqual(['2001:db8::1']);
    expect(await resolver().resolveTxt('_netsoc.example.org')).toEqual([['netsoc-verify=abc']]);
    expect(await resolver().resolveCname('www.example.org')).toEqual(['web.example.org']);
  });

  it('follows aliases', async () => {
    expect((await resolver().resolve4('www.example.org')).toSorted()).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('tells a name that does not exist from one that has no such record', async () => {
    await expect(resolver().resolve4('nothing.example.org')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver().resolve4('_netsoc.example.org')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver().resolve4('example.org')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it.each([
    ['servfail', 'ESERVFAIL'],
    ['refused', 'EREFUSED'],
    ['timeout', 'ETIMEOUT'],
  ])('can be told to %s', async (as, code) => {
    await dns.control({ do: 'behave', name: 'web.example.org', as });
    await expect(resolver().resolve4('web.example.org')).rejects.toMatchObject({ code });
    await dns.control({ do: 'behave', name: 'web.example.org', as: 'normal' });
    await expect(resolver().resolve4('web.example.org')).resolves.toHaveLength(2);
  });

  it('answers over TCP what it says is too long for UDP', async () => {
    await dns.control({ do: 'behave', name: 'web.example.org', as: 'truncated' });
    await expect(resolver().resolve4('web.example.org')).resolves.toHaveLength(2);
    const long = 'x'.repeat(3000);
    await dns.control({ do: 'set', records: [{ name: 'long.example.org', type: 'TXT', data: long }] });
    expect((await resolver().resolveTxt('long.example.org')).flat().join('')).toBe(long);
  });

  it('replaces and removes records', async () => {
    await dns.control({ do: 'set', records: [{ name: 'web.example.org', type: 'A', data: '192.0.2.9' }] });
    expect(await resolver().resolve4('web.example.org')).toEqual(['192.0.2.9']);
    await dns.control({ do: 'remove', name: 'web.example.org' });
    await expect(resolver().resolve6('web.example.org')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('keeps its records over a restart', async () => {
    const { port } = dns;
    await dns.close();
    dns = await start(port);
    expect(await resolver().resolve6('web.example.org')).toEqual(['2001:db8::1']);
  });

  it('is not impressed by noise', async () => {
    const socket = createSocket('udp4');
    const sent = once(socket, 'listening');
    socket.send(Buffer.from('not dns'), dns.port, dns.address);
    await sent;
    expect(await resolver().resolve6('web.example.org')).toEqual(['2001:db8::1']);
    socket.close();
  });

  it('refuses records that are none', async () => {
    await expect(
      dns.control({ do: 'set', records: [{ name: 'x', type: 'A', data: 'not an address' }] }),
    ).rejects.toThrow();
  });
});
