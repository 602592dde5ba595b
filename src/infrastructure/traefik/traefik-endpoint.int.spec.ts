import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RoutedDomain } from './build-document.ts';
import { createPollRecord } from './poll-record.ts';
import { createPreparedDocument } from './prepared-document.ts';
import { createRoutedDomains } from './routed-domains.ts';
import { createTraefikEndpoint } from './traefik-endpoint.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const options = { entryPoints: ['web'], certResolver: undefined };
const route: RoutedDomain = { domain: 'web.netsoc.cloud', address: '10.10.10.7', port: 80, scheme: 'http' };

describe('the Traefik endpoint', () => {
  let folder: string;
  let time: number;
  const now = (): string => new Date(time).toISOString();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netsoc-traefik-'));
    time = Date.parse('2026-01-01T00:00:00Z');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const polls = () => createPollRecord(join(folder, 'traefik-poll.json'), silent);

  it('serves nothing before the read model is ready, and says that it was asked', async () => {
    const document = createPreparedDocument(() => Promise.resolve(undefined), options, now, silent);
    await document.refresh();
    const endpoint = createTraefikEndpoint(document, polls(), () => true, 60, now);
    expect(endpoint.status().polling).toBe('never');
    expect(endpoint.poll('edge')).toBeUndefined();
    expect(endpoint.status().lastPoll).toEqual({ at: now(), result: 'not-ready', key: 'edge' });
  });

  it('serves the bytes that were prepared, and prepares others only when routes change', async () => {
    let rows: readonly RoutedDomain[] = [route];
    const document = createPreparedDocument(() => Promise.resolve(rows), options, now, silent);
    await document.refresh();
    const endpoint = createTraefikEndpoint(document, polls(), () => true, 60, now);
    const first = endpoint.poll('edge');
    await document.refresh();
    expect(endpoint.poll('edge')).toBe(first);
    expect(endpoint.status().upToDate).toBe(true);
    rows = [];
    await document.refresh();
    expect(endpoint.status().upToDate).toBe(false);
    expect(endpoint.poll('edge')?.routes).toBe(0);
  });

  it('keeps the last good document when a new one cannot be made', async () => {
    let rows: readonly RoutedDomain[] = [route];
    const document = createPreparedDocument(() => Promise.resolve(rows), options, now, silent);
    await document.refresh();
    const good = document.current();
    rows = [{ ...route, address: 'not an address' }];
    await document.refresh();
    expect(document.current()).toBe(good);
  });

  it('makes the document once more for what changed while it was made', async () => {
    let rows: readonly RoutedDomain[] = [];
    const document = createPreparedDocument(() => Promise.resolve(rows), options, now, silent);
    const first = document.refresh();
    rows = [route];
    await Promise.all([first, document.refresh()]);
    expect(document.current()?.routes).toBe(1);
  });

  it('opens the sealed domain of a route once, and routes nothing to the domain of a person who was erased', async () => {
    const sealed = [
      { instanceId: 'web', domain: 'sealed web', address: '10.10.10.7', port: 80, since: now() },
      { instanceId: 'db', domain: 'sealed db', address: '10.10.10.8', port: 80, since: now() },
    ];
    const opened: string[] = [];
    const domains = createRoutedDomains(
      () => sealed,
      (values) => {
        opened.push(...Array.from(values, String));
        return Promise.resolve((value) => (value === 'sealed web' ? 'web.example.org' : null));
      },
    );
    const web = { domain: 'web.example.org', address: '10.10.10.7', port: 80, scheme: 'http' };
    expect(await domains()).toEqual([web]);
    expect(await domains()).toEqual([web]);
    expect(opened).toEqual(['sealed web', 'sealed db']);
  });

  it('calls polling stale when Traefik stops asking, and remembers the last poll over a restart', async () => {
    const document = createPreparedDocument(() => Promise.resolve([route]), options, now, silent);
    await document.refresh();
    const record = polls();
    createTraefikEndpoint(document, record, () => true, 60, now).poll('edge');
    await record.flush();
    time += 61_000;
    const restarted = createTraefikEndpoint(document, polls(), () => true, 60, now);
    expect(restarted.status()).toMatchObject({ polling: 'stale', lastPoll: { result: 'served', key: 'edge' } });
    expect(readFileSync(join(folder, 'traefik-poll.json'), 'utf8')).not.toContain('undefined');
  });

  it('starts afresh from a record that was cut short', () => {
    writeFileSync(join(folder, 'traefik-poll.json'), '{"at":');
    expect(polls().last()).toBeUndefined();
  });
});
