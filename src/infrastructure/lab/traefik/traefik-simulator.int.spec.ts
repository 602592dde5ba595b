import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { listen } from '../wire/listener.ts';
import type { Listener } from '../wire/listener.ts';
import { startTraefikSimulator } from './traefik-simulator.ts';
import type { TraefikSimulator } from './traefik-simulator.ts';

const documentFor = (domain: string): string =>
  JSON.stringify({
    http: {
      routers: { a: { entryPoints: ['web-secure'], rule: `Host(\`${domain}\`)`, service: 'a', tls: {} } },
      services: { a: { loadBalancer: { servers: [{ url: 'http://10.0.0.7:80' }] } } },
    },
  });

let answer: { status: number; body: string };
let keys: (string | undefined)[];
let portal: Server;
let portalListener: Listener;
let traefik: TraefikSimulator;

beforeEach(async () => {
  answer = { status: 200, body: documentFor('a.example.org') };
  keys = [];
  portal = createServer((request: IncomingMessage, response) => {
    keys.push(request.headers.authorization);
    response.writeHead(answer.status).end(answer.body);
  });
  portalListener = await listen(portal, 0);
  traefik = await startTraefikSimulator({ port: 0, pollIntervalMilliseconds: 50, logger: pino({ level: 'silent' }) });
});
afterEach(async () => {
  await Promise.all([traefik.close(), portalListener.close()]);
});

const point = (key = 'the-key') =>
  traefik.control({
    do: 'point-to',
    endpoint: `http://127.0.0.1:${String(portalListener.port)}/v1/traefik/config`,
    key,
  });
const rules = () => traefik.status().routes.map(({ rule }) => rule);

describe('Traefik emulator', () => {
  it('asks nobody before it is told whom', async () => {
    expect(await traefik.control({ do: 'poll' })).toMatchObject({ endpoint: undefined, polls: 0, routes: [] });
  });

  it('asks at once when it is told, and again at each interval, with the key in the header', async () => {
    await point();
    await once(portal, 'request');
    await once(portal, 'request');
    expect(new Set(keys)).toEqual(new Set(['Bearer the-key']));
    expect(await traefik.control({ do: 'poll' })).toMatchObject({ lastPoll: { outcome: 'unchanged' } });
    expect(rules()).toEqual(['Host(`a.example.org`)']);
  });

  it('follows changes, and keeps the last good routes through errors, refusals and bad documents', async () => {
    await point();
    await traefik.control({ do: 'poll' });
    for (const bad of [
      { status: 503, body: '{}' },
      { status: 401, body: '' },
      { status: 200, body: '{"http":{"routers":{}}}' },
    ]) {
      answer = bad;
      await traefik.control({ do: 'poll' });
      expect(rules()).toEqual(['Host(`a.example.org`)']);
    }
    answer = { status: 200, body: documentFor('b.example.org') };
    expect(await traefik.control({ do: 'poll' })).toMatchObject({ rejected: undefined });
    expect(rules()).toEqual(['Host(`b.example.org`)']);
    answer = { status: 200, body: '{}' };
    await traefik.control({ do: 'poll' });
    expect(rules()).toEqual([]);
  });

  it('goes on asking while nobody answers, and finds the portal when it is back', async () => {
    await point();
    await once(portal, 'request');
    await portalListener.goDown();
    expect(await traefik.control({ do: 'poll' })).toMatchObject({ lastPoll: { outcome: 'failed' } });
    answer = { status: 200, body: documentFor('c.example.org') };
    await portalListener.comeUp();
    await once(portal, 'request');
    await traefik.control({ do: 'poll' });
    expect(rules()).toEqual(['Host(`c.example.org`)']);
  });

  it('shows what it does to people and to programs, without the key', async () => {
    await point('secret-of-traefik');
    await traefik.control({ do: 'poll' });
    const shown = await (await fetch(traefik.url)).text();
    expect(shown).toContain('Host(`a.example.org`)');
    const json = await (await fetch(`${traefik.url}status`)).text();
    expect(JSON.parse(json)).toMatchObject({ routes: [{ status: 'enabled' }] });
    expect(shown + json).not.toContain('secret-of-traefik');
    answer = { status: 200, body: '{"http":{"<b>":1}}' };
    await traefik.control({ do: 'poll' });
    expect(await (await fetch(traefik.url)).text()).toContain('http.&lt;b&gt;');
  });
});
