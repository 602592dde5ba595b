import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { instanceList } from '../../projections/instance-list/index.ts';
import { accepted } from '../http/contract/instances.ts';
import { startSystem } from '../http/testing/running-system.ts';
import type { RunningSystem } from '../http/testing/running-system.ts';
import { runNetsoc as cli } from './testing/run-netsoc.ts';

describe('netsoc', () => {
  let system: RunningSystem;
  let empty: string;
  beforeAll(async () => {
    empty = mkdtempSync(join(tmpdir(), 'netsoc-cli-'));
    system = await startSystem();
  });
  afterAll(async () => {
    await system.stop();
    rmSync(empty, { recursive: true });
  });

  const here = (...argv: string[]): readonly string[] => ['--data', system.dataFolder, ...argv];

  it('teaches with examples and exit statuses', async () => {
    const { status, out } = await cli(['--help']);
    expect(status).toBe(0);
    expect(out).toContain('Examples:');
    expect(out).toContain('Exit status:');
    expect((await cli(['projections', 'rebuild', '--help'])).out).toContain('netsoc projections rebuild instance-list');
  });

  it.each([[['no-such-command']], [['projections', 'rebuild', '--al']], [['lab', 'token']], [[]]])(
    'ends with 2 for wrong usage: %j',
    async (argv) => {
      expect((await cli(argv)).status).toBe(2);
    },
  );

  it('ends with 3 where nothing runs, and says how to start it', async () => {
    for (const command of [
      ['projections', 'list'],
      ['lab', 'status'],
      ['events', 'show', 'instance-1'],
    ]) {
      const { status, err } = await cli(['--data', empty, ...command]);
      expect({ status, hint: err.includes('npm start') }).toEqual({ status: 3, hint: true });
    }
  });

  it('keeps lab commands away from real servers', async () => {
    const { status, err } = await cli(here('lab', 'token', 'member'), { environment: { NETSOC_CONFIG: 'config.yml' } });
    expect({ status, err }).toEqual({
      status: 4,
      err: 'This installation has real servers: lab commands are not for it.\n',
    });
  });

  it('mints tokens that open the API', async () => {
    const { status, out } = await cli(here('lab', 'token', 'admin'));
    expect(status).toBe(0);
    const headers = { authorization: `Bearer ${out.trim()}` };
    expect((await system.call(undefined, 'GET', '/v1/me', { headers })).status).toBe(200);
    expect((await cli(here('lab', 'token', 'nobody'))).status).toBe(4);
  });

  it('tells where everything of the lab is, as JSON for scripts', async () => {
    const { out } = await cli(here('lab', 'status', '--json'));
    expect(JSON.parse(out)).toMatchObject({
      server: { pid: process.pid, url: system.url },
      lab: { proxmox: { url: system.manifest.proxmox.url }, pid: process.pid },
      keys: { traefik: system.secrets.traefikKey },
    });
    expect((await cli(here('lab', 'status'))).out).toContain('account member');
    expect((await cli(here('lab', 'status'))).out).toContain(system.manifest.chat.pageUrl);
  });

  it('shows the mail that the lab caught, waits for it, and for the next', async () => {
    const to = 'inbox@student.netsoc.invalid';
    const inbox = async (...more: string[]) => {
      const { status, out } = await cli(here('lab', 'inbox', '--to', to, '--json', ...more));
      const messages =
        status === 0 ? (JSON.parse(out) as { messages: { id: string; subject: string }[] }).messages : [];
      return { status, messages };
    };
    const send = (subject: string) =>
      fetch(`${system.manifest.mail.url}/v3/mail/send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${system.manifest.mail.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          personalizations: [{ to: [{ email: to, name: 'In\u001b[2JBox' }] }],
          from: { email: 'cloud@netsoc.cloud' },
          subject,
          content: [{ type: 'text/plain', value: 'Go to\nhttps://cloud.invalid/a#b' }],
        }),
      });
    expect(await inbox()).toEqual({ status: 0, messages: [] });
    expect(await cli(here('lab', 'inbox', '--to', to, '--wait', '1'))).toEqual({
      status: 1,
      out: '',
      err: 'No mail came within 1 s.\n',
    });

    const waiting = inbox('--wait', '20');
    await send('First');
    const [first] = (await waiting).messages;
    expect(first).toMatchObject({
      from: { email: 'cloud@netsoc.cloud' },
      to: [{ email: to }],
      subject: 'First',
      text: 'Go to\nhttps://cloud.invalid/a#b',
      links: ['https://cloud.invalid/a#b'],
      deliveries: 1,
    });
    const waitingAgain = inbox('--wait', '20', '--after', first?.id ?? '');
    await send('Second');
    expect((await waitingAgain).messages.map(({ subject }) => subject)).toEqual(['Second']);
    expect((await inbox()).messages.map(({ subject }) => subject)).toEqual(['Second', 'First']);

    const { out } = await cli(here('lab', 'inbox', '--to', to));
    expect(out).toMatch(/To: {7}In \[2JBox <inbox@student\.netsoc\.invalid>\nSubject: {2}Second\nLink: {5}https:/);
  });

  it('rebuilds every read model, and ends equal', async () => {
    await system.ask(accepted, 'member', 'POST', '/v1/instances', {
      body: { templateId: 'debian-12', hostname: 'cli', reason: 'for a test' },
    });
    const { status, out, err } = await cli(here('projections', 'rebuild', '--all', '--json'));
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const models = z
      .array(z.object({ name: z.string(), rebuild: z.object({ state: z.string(), equal: z.boolean() }) }))
      .parse(JSON.parse(out));
    expect(models).toHaveLength(9);
    expect(models.every(({ rebuild }) => rebuild.state === 'switched' && rebuild.equal)).toBe(true);
    const unknown = await cli(here('projections', 'rebuild', 'instance-lists'));
    expect({ status: unknown.status, names: unknown.err.includes('instance-list,') }).toEqual({
      status: 2,
      names: true,
    });
    expect((await cli(here('projections', 'list'))).out).toMatch(
      new RegExp(`instance-list +${String(instanceList.version)} +live`),
    );
  });

  it('shows the events of a stream, and follows the log', async () => {
    const { body } = await system.ask(accepted, 'member', 'POST', '/v1/instances', {
      body: { templateId: 'debian-12', hostname: 'tailed', reason: 'for a test' },
    });
    const shown = await cli(here('events', 'show', `instance-${body.id}`, '0'));
    expect(JSON.parse(shown.out)).toMatchObject({
      type: 'instance-requested',
      revision: 0,
      data: { hostname: 'tailed' },
    });
    expect((await cli(here('events', 'show', 'instance-none'))).status).toBe(1);
    const enough = new AbortController();
    const tail = await cli(here('events', 'tail', '--after', '0', '--stream', 'instance-'), {
      signal: enough.signal,
      heard: (out) => {
        if (out.includes(body.id)) enough.abort();
      },
    });
    expect(tail.status).toBe(0);
    expect(tail.out).toContain('instance-requested');
    expect(tail.out).not.toContain('account-linked');
  });

  it("offers a log to EventStoreDB's clients, but never one that a server writes", async () => {
    expect((await cli(here('events', 'serve', '--port', '0'))).status).toBe(4);
    const enough = new AbortController();
    const served = await cli(['--data', empty, '--json', 'events', 'serve', '--port', '0'], {
      signal: enough.signal,
      heard: () => {
        enough.abort();
      },
    });
    expect(served.status).toBe(0);
    expect(served.out).toContain('esdb://127.0.0.1:');
  });

  it('says everything that is wrong with a configuration', async () => {
    const { status, err } = await cli(['config', 'check', 'config.sample.yml']);
    expect(status).toBe(2);
    expect(err).toMatch(/config\.sample\.yml:\d+: the environment variable FREEIPA_PASSWORD is not set/);
    expect((await cli(['config', 'check'])).status).toBe(2);
  });
});
