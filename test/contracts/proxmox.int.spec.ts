import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { labTemplateGuest } from '../../src/infrastructure/lab/proxmox/cluster-layout.ts';
import { proxmoxRoutes } from '../../src/infrastructure/lab/proxmox/proxmox-routes.ts';
import { containerSpec, ended, startLabHypervisor } from '../../src/infrastructure/proxmox/testing/lab-hypervisor.ts';
import type { LabHypervisor } from '../../src/infrastructure/proxmox/testing/lab-hypervisor.ts';
import { describeWithContracts } from './contracts-folder.ts';
import { loadSchema, replyErrors, requestErrors, schemaVersions } from './proxmox-schema.ts';
import type { Schema, VendorSchema } from './proxmox-schema.ts';

/** A container's whole life from both kinds of source, which takes the adapter through every call that it knows. */
const liveThroughEverything = async ({ hypervisor, simulator }: LabHypervisor): Promise<void> => {
  await hypervisor.version();
  await hypervisor.cluster();
  const archive = containerSpec(3001, {
    sshKeys: ['ssh-ed25519 AAAA0001 one@example', 'ssh-rsa AAAA0002 two@example'],
    network: { ...containerSpec(3001).network, vlan: 42 },
  });
  const clone = containerSpec(3002, {
    guest: { kind: 'lxc', node: 'pve2', vmid: 3002 },
    source: { type: 'clone', vmid: labTemplateGuest.vmid, node: labTemplateGuest.node },
    storage: 'tank',
  });
  for (const spec of [archive, clone]) {
    const { guest, stamp } = spec;
    await hypervisor.findStamped(guest, stamp);
    const task = await hypervisor.create(spec);
    await hypervisor.findStamped(guest, stamp).catch(() => undefined);
    await ended(hypervisor, task);
    await hypervisor.taskLog(task, 0);
    await hypervisor.configure(spec);
    await ended(hypervisor, await hypervisor.growDisk({ ...spec, diskGiB: 16 }));
    await hypervisor.guestAddresses(guest);
    await ended(hypervisor, await hypervisor.start(guest, stamp));
    while ((await hypervisor.guestAddresses(guest)).length === 0);
    await ended(hypervisor, await hypervisor.stop(guest, stamp));
    await ended(hypervisor, await hypervisor.destroy(guest, stamp));
  }
  await simulator.control({ fault: 'task-slowness', factor: 1000 });
  await hypervisor.create(archive);
  await simulator.control({ fault: 'die' });
  await simulator.control({ fault: 'none' });
  await ended(hypervisor, await hypervisor.destroy(archive.guest, archive.stamp));
};

/** Calls that the lab answers and our adapter does not make. */
const readEverything = async (lab: LabHypervisor): Promise<void> => {
  const { url, ca, tokenId, tokenSecret } = lab.simulator.manifest;
  for (const path of [
    '/nodes',
    '/nodes/pve1/status',
    '/nodes/pve1/storage/local/content',
    '/nodes/pve1/storage/local-lvm/content?content=rootdir',
    '/cluster/nextid',
    '/cluster/nextid?vmid=500',
    '/nodes/pve2/qemu/101/config',
    '/nodes/pve2/qemu/101/status/current',
    '/nodes/pve1/lxc/100/status/current',
    '/nodes/pve1/tasks?source=all&limit=5',
  ]) {
    await new Promise((resolve, reject) => {
      request(
        `${url}/api2/json${path}`,
        { ca, agent: false, headers: { authorization: `PVEAPIToken=${tokenId}=${tokenSecret}` } },
        (response) => response.resume().on('end', resolve),
      )
        .on('error', reject)
        .end();
    });
  }
};

describeWithContracts('the Proxmox VE API', (contracts) => {
  let lab: LabHypervisor;
  beforeAll(async () => {
    lab = await startLabHypervisor();
    await liveThroughEverything(lab);
    await readEverything(lab);
  });
  afterAll(() => lab.close());

  describe.each(schemaVersions)('of version %s', (version) => {
    let schema: VendorSchema;
    beforeAll(() => {
      schema = loadSchema(contracts, version);
    });

    it('accepts every request of our adapter', () => {
      const wrong = lab.exchanges.flatMap(({ method, path, parameters }) => {
        const found = schema.match(method, path);
        if (found === undefined) return [{ method, path, errors: { call: 'is not in the schema' } }];
        const errors = requestErrors(found.endpoint, { ...parameters, ...found.inPath });
        return Object.keys(errors).length === 0 ? [] : [{ method, path, errors }];
      });
      expect(wrong).toEqual([]);
      expect(new Set(lab.exchanges.map(({ method }) => method))).toEqual(new Set(['GET', 'POST', 'PUT', 'DELETE']));
    });

    it('gives every answer that our simulator gives', () => {
      const good = lab.exchanges.filter(({ status }) => status === 200);
      const wrong = good.flatMap(({ method, path, body }) => {
        const { data } = body as { data: unknown };
        const found = schema.match(method, path);
        // The real server too says null about a container that does not run, whatever its schema says.
        if (found === undefined || (path.endsWith('/interfaces') && data === null)) return [];
        const errors = replyErrors(found.endpoint, data);
        return Object.keys(errors).length === 0 ? [] : [{ method, path, errors }];
      });
      expect(wrong).toEqual([]);
      expect(good.length).toBeGreaterThan(50);
    });

    it.each(proxmoxRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
      'takes the parameters and wants the privileges that our simulator does: %s',
      (_name, route) => {
        const endpoint = schema.endpoint(route.method, route.path);
        const theirs = endpoint?.parameters.properties ?? {};
        for (const [name, rule] of Object.entries(route.parameters)) {
          expect([name, comparable(rule as Schema, theirs[name])]).toEqual([name, comparable(rule)]);
        }
        const demanded = Object.entries(theirs).filter(([, rule]) => rule.optional !== 1);
        expect(Object.keys(route.parameters)).toEqual(expect.arrayContaining(demanded.map(([name]) => name)));
        const { description: _description, ...permissions } = endpoint?.permissions ?? {};
        expect(route.access).toEqual(permissions);
      },
    );
  });

  it('is known to us in every call that real servers were recorded in', () => {
    const schema = loadSchema(contracts, '9.1.3');
    const recorded = readFileSync(join(contracts, 'proxmox/recorded/fog-proxmox.exchanges.jsonl'), 'utf8');
    const exchanges = recorded
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { method: string; path: string; query: string; requestBody: string });
    const wrong = exchanges.flatMap(({ method, path, query, requestBody }) => {
      const found = schema.match(method, path.replace('/api2/json', '').replace('//', '/'));
      if (found === undefined) return [{ path, errors: { call: 'is not in the schema' } }];
      const sent = Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(requestBody)]);
      const errors = requestErrors(found.endpoint, { ...sent, ...found.inPath });
      return Object.keys(errors).length === 0 ? [] : [{ path, errors }];
    });
    // The one request that the real server refused for its form as well.
    expect(exchanges).toHaveLength(353);
    expect(wrong).toEqual([
      { path: '/api2/json/cluster/nextid', errors: { vmid: expect.stringContaining('pve-vmid') } },
    ]);
  });
});

/** A rule without what only people read; with `theirs`, its values for the keys that ours has. */
const comparable = (ours: Schema, theirs: Schema = ours): unknown =>
  Object.fromEntries(
    Object.entries(ours).map(([key, value]) => {
      const other = theirs[key as keyof Schema];
      if (key === 'format' && typeof value === 'object' && typeof other === 'object') {
        const [inner, outer] = [value, other] as Readonly<Record<string, Schema>>[];
        return [
          key,
          Object.fromEntries(
            Object.entries(inner ?? {}).map(([name, rule]) => [name, comparable(rule, outer?.[name] ?? {})]),
          ),
        ];
      }
      if (key === 'minimum' || key === 'maximum') return [key, other === undefined ? undefined : Number(other)];
      // Ours may offer fewer disks than theirs.
      if (
        key === 'enum' &&
        Array.isArray(other) &&
        Array.isArray(value) &&
        value.every((each) => other.includes(each))
      ) {
        return [key, value];
      }
      return [key, other];
    }),
  );
