import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { z } from 'zod';
import { clusterFacts } from '../../src/infrastructure/proxmox/guest-api.ts';
import { failureOf } from '../../src/infrastructure/proxmox/proxmox-failure.ts';
import { parseUpid } from '../../src/infrastructure/proxmox/upid.ts';
import {
  agentInterfacesReply,
  configReply,
  containerInterfacesReply,
  nothingReply,
  resourcesReply,
  statusReply,
  taskListReply,
  taskLogReply,
  taskStatusReply,
  upidReply,
  versionReply,
} from '../../src/infrastructure/proxmox/wire-schemas.ts';
import { describeWithContracts } from './contracts-folder.ts';

type Exchange = Readonly<{
  method: string;
  path: string;
  status: number;
  reason: string;
  response: Readonly<{ data?: unknown }> | string;
}>;

/** Which of our decoders reads the answer to a call. */
const decoders: readonly (readonly [method: string, path: RegExp, decoder: z.ZodType])[] = [
  ['GET', /^\/version$/, versionReply],
  ['GET', /^\/cluster\/resources$/, resourcesReply],
  ['GET', /^\/nodes\/[^/]+\/tasks$/, taskListReply],
  ['GET', /^\/nodes\/[^/]+\/tasks\/[^/]+\/status$/, taskStatusReply],
  ['GET', /^\/nodes\/[^/]+\/tasks\/[^/]+\/log$/, taskLogReply],
  ['GET', /^\/nodes\/[^/]+\/(lxc|qemu)\/\d+\/config$/, configReply],
  ['GET', /^\/nodes\/[^/]+\/(lxc|qemu)\/\d+\/status\/current$/, statusReply],
  ['POST', /^\/nodes\/[^/]+\/lxc$/, upidReply],
  ['POST', /^\/nodes\/[^/]+\/lxc\/\d+\/clone$/, upidReply],
  ['POST', /^\/nodes\/[^/]+\/(lxc|qemu)\/\d+\/status\/(start|stop)$/, upidReply],
  ['PUT', /^\/nodes\/[^/]+\/lxc\/\d+\/config$/, nothingReply],
  ['PUT', /^\/nodes\/[^/]+\/lxc\/\d+\/resize$/, upidReply],
  ['DELETE', /^\/nodes\/[^/]+\/(lxc|qemu)\/\d+$/, upidReply],
];

describeWithContracts('what real Proxmox VE servers have answered', (contracts) => {
  const exchanges = (): readonly Exchange[] =>
    readFileSync(join(contracts, 'proxmox/recorded/fog-proxmox.exchanges.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Exchange);
  const dataOf = ({ response }: Exchange): unknown => (typeof response === 'string' ? response : response.data);
  const sample = (key: string): unknown => {
    const samples = JSON.parse(readFileSync(join(contracts, 'proxmox/samples/pve-8.x.samples.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const found = samples[key];
    return typeof found === 'object' && found !== null && 'data' in found ? found.data : found;
  };

  it('is read by our decoders, in every call that we make', () => {
    const used = new Set<RegExp>();
    for (const exchange of exchanges().filter(({ status }) => status === 200)) {
      const path = exchange.path.replace('/api2/json', '').replace('//', '/');
      const found = decoders.find(([method, pattern]) => method === exchange.method && pattern.test(path));
      if (found === undefined) continue;
      used.add(found[1]);
      expect([path, found[2].safeParse(dataOf(exchange)).error]).toEqual([path, undefined]);
    }
    expect(used.size).toBe(decoders.length);
  });

  it('holds task ids that we can take apart', () => {
    const upids = JSON.stringify(exchanges()).match(/UPID:[^"/\\]+:/g) ?? [];
    expect(upids.length).toBeGreaterThan(100);
    for (const upid of upids) expect([upid, parseUpid(upid)?.node]).toEqual([upid, upid.split(':')[1]]);
  });

  it('is refused in words whose class we know', () => {
    const classes = exchanges()
      .filter(({ status }) => status >= 400)
      .map(({ status, reason }) => `${String(status)} ${failureOf(status, reason)}`);
    expect([...new Set(classes)].toSorted()).toEqual(['400 rejected', '401 denied', '500 rejected']);
  });

  it('gives the facts of a cluster of version 8.4', () => {
    const { nodes, guests } = clusterFacts(resourcesReply.parse(sample('cluster/resources')));
    expect(nodes).toEqual([
      { name: 'ip-122-82-3-112', online: true, cores: 72, memoryTotal: 540883783680, memoryUsed: 6550315008 },
    ]);
    expect(guests.map(({ vmid, kind, status, tags }) => [vmid, kind, status, tags])).toEqual([
      [100, 'vps', 'running', []],
      [101, 'lxc', 'stopped', ['sarah-wiit', 'test', 'testtag']],
      [111, 'lxc', 'stopped', ['tag1', 'test']],
    ]);
    expect(versionReply.parse(sample('version')).version).toBe('8.4.1');
    expect(taskListReply.safeParse(sample('nodes/{node}/tasks')).success).toBe(true);
  });

  it('gives addresses of containers and of virtual machines', () => {
    expect(containerInterfacesReply.parse(sample('lxc/interfaces')).map(({ inet }) => inet)).toEqual([
      '127.0.0.1/8',
      '192.168.3.95/22',
    ]);
    const { result } = agentInterfacesReply.parse(sample('agent/network-get-interfaces'));
    expect(result[1]?.['ip-addresses'][0]).toEqual({ 'ip-address': '192.168.0.123', 'ip-address-type': 'ipv4' });
  });
});
