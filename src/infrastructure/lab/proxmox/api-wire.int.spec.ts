import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { startProxmoxSimulator } from './proxmox-simulator.ts';
import type { ProxmoxSimulator } from './proxmox-simulator.ts';

let directory: string;
let simulator: ProxmoxSimulator;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'netsoc-pve-wire-'));
  simulator = await startProxmoxSimulator({
    dataDirectory: directory,
    taskSlowness: 0,
    refusalDelay: 0,
    logger: pino({ level: 'silent' }),
  });
});
afterAll(async () => {
  await simulator.close();
  await rm(directory, { recursive: true });
});

type Sent = Readonly<{ method?: string; path: string; body?: string; headers?: Readonly<Record<string, string>> }>;
type Received = Readonly<{ status: number | undefined; reason: string | undefined; body: unknown }>;

const call = async ({ method = 'GET', path, body, headers }: Sent): Promise<Received> => {
  const { url, ca, tokenId, tokenSecret } = simulator.manifest;
  const sent = request(`${url}${path}`, {
    method,
    ca,
    agent: false,
    headers: {
      authorization: `PVEAPIToken=${tokenId}=${tokenSecret}`,
      ...(body !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      }),
      ...headers,
    },
  });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return { status: response.statusCode, reason: response.statusMessage, body: text === '' ? '' : JSON.parse(text) };
};

describe('the wire of the simulated Proxmox', () => {
  it('answers data, and says which server it is', async () => {
    await expect(call({ path: '/api2/json/version' })).resolves.toEqual({
      status: 200,
      reason: 'OK',
      body: { data: { version: '8.4.1', release: '8.4', repoid: '2a2fa54b8503f96c' } },
    });
  });

  it.each([
    [{ authorization: '' }, 'No ticket'],
    [{ authorization: 'Bearer x' }, 'No ticket'],
    [{ authorization: 'PVEAPIToken=netsoc@pve!portal=wrong' }, 'invalid token value!'],
  ])('refuses a caller without the token (%j)', async (headers, reason) => {
    await expect(call({ path: '/api2/json/nodes', headers })).resolves.toMatchObject({ status: 401, reason });
  });

  it.each([
    [
      'misspelt=1',
      { misspelt: 'property is not defined in schema and the schema does not allow additional properties' },
    ],
    ['cores=many', { cores: "type check ('integer') failed - got 'many'" }],
    ['onboot=yes', { onboot: "type check ('boolean') failed - got 'yes'" }],
    ['memory=1', { memory: 'value must have a minimum value of 16' }],
    ['arch=z80', { arch: expect.stringContaining("'z80' does not have a value in the enumeration") }],
  ])('refuses %s by the name of the parameter', async (body, errors) => {
    const path = '/api2/json/nodes/pve1/lxc/100/config';
    await expect(call({ method: 'PUT', path, body })).resolves.toEqual({
      status: 400,
      reason: 'Parameter verification failed.',
      body: { data: null, errors },
    });
  });

  it.each([
    ['bridge=vmbr0', /name: property is missing/],
    ['name=eth0,colour=red', /colour: property is not defined/],
    ['name=eth0,name=eth1', /duplicate key/],
    ['name=eth0,ip=10.0.0.1', /ip: invalid format/],
    ['name=eth0,hwaddr=01:00:00:00:00:00', /hwaddr: invalid format/],
  ])('looks into property strings (%s)', async (net0, words) => {
    const path = '/api2/json/nodes/pve1/lxc/100/config';
    const { status, body } = await call({ method: 'PUT', path, body: new URLSearchParams({ net0 }).toString() });
    expect(status).toBe(400);
    expect((body as { errors: { net0: string } }).errors.net0).toMatch(words);
  });

  it('puts errors of the guest into the reason phrase, with status 500', async () => {
    await expect(call({ path: '/api2/json/nodes/pve1/lxc/999/config' })).resolves.toEqual({
      status: 500,
      reason: "Configuration file 'nodes/pve1/lxc/999.conf' does not exist",
      body: { data: null },
    });
  });

  it('takes a body with POST and PUT only, and only in the forms it knows', async () => {
    const path = '/api2/json/nodes/pve1/lxc/100';
    await expect(call({ method: 'DELETE', path, body: 'purge=1' })).resolves.toMatchObject({
      status: 501,
      reason: 'Unexpected content for method',
    });
    const headers = { 'content-type': 'text/plain' };
    await expect(call({ method: 'PUT', path: `${path}/config`, body: 'x', headers })).resolves.toMatchObject({
      status: 506,
    });
    await expect(call({ path: '/api2/json/nowhere' })).resolves.toMatchObject({ status: 501 });
  });

  it('gives some numbers as text, as Perl does', async () => {
    await expect(call({ path: '/api2/json/cluster/nextid' })).resolves.toMatchObject({ body: { data: '102' } });
    await expect(call({ path: '/api2/json/nodes/pve1/lxc/100/status/current' })).resolves.toMatchObject({
      body: { data: { vmid: '100', maxdisk: '8589934592' } },
    });
  });
});
