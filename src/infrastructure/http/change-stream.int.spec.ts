import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { z } from 'zod';
import { parts } from '../composition/registrations.ts';
import { accepted } from './contract/instances.ts';
import { me } from './contract/people.ts';
import { change } from './contract/stream.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

const anyData = change.partial();

type Told = Readonly<{
  id: string | undefined;
  event: string | undefined;
  /** `hello` and `reset` have only the position. */
  data: z.infer<typeof anyData>;
}>;

describe('the stream of changes', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
    await Promise.all(['member', 'admin', 'auditor'].map((account) => system.call(account, 'GET', '/v1/me')));
  });
  afterAll(() => system.stop());

  /** Reads the stream of an account until the events satisfy the reader. */
  const read = async (account: string, lastEventId: string | undefined, enough: (told: readonly Told[]) => boolean) => {
    const leaving = new AbortController();
    const response = await fetch(`${system.url}/v1/stream`, {
      headers: {
        authorization: `Bearer ${await system.token(account)}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: leaving.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const told: Told[] = [];
    const events = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const { id, event, data } of events ?? []) {
      told.push({ id, event, data: anyData.parse(JSON.parse(data)) });
      if (enough(told)) break;
    }
    leaving.abort();
    return told;
  };

  const request = async (account: string, hostname: string) => {
    const body = { templateId: 'debian-12', hostname, reason: 'for a test' };
    return (await system.ask(accepted, account, 'POST', '/v1/instances', { body })).body;
  };

  it('begins with a position to resume from, and tells what happens', async () => {
    let made: { id: string } | undefined;
    const told = await read('admin', undefined, (events) => {
      if (events.length === 1) void request('member', 'streamed').then((body) => (made = body));
      return events.length === 2;
    });
    expect(told[0]).toMatchObject({ event: 'hello', id: told[0]?.data.position });
    expect(told[1]).toMatchObject({
      event: 'change',
      data: { type: 'instance-requested', subject: { type: 'instance' } },
    });
    expect(told[1]?.id).toBe(told[1]?.data.position);
    expect(made === undefined || told[1]?.data.subject?.id === made.id).toBe(true);
  });

  it('tells of a change of a person when they are shown with it, whoever made it', async () => {
    const meOf = async () => (await system.ask(me, 'member', 'GET', '/v1/me')).body;
    const { id, username } = await meOf();
    const context = {
      commandId: randomUUID(),
      correlationId: randomUUID(),
      actor: { type: 'account', id, roles: ['member'] },
      source: { channel: 'http' },
      now: new Date().toISOString(),
    } as const;
    // Another tab may have asked; here it is nobody's request, so that only the log knows of it.
    const { profile } = system.server.parts.get(parts.useCases).accounts;
    const told = await read('member', undefined, (events) => {
      if (events.length === 1) void profile.changeDisplayName({ accountId: id, username }, 'Rosalind', context);
      return events.some(({ data }) => data.type === 'display-name-changed');
    });
    expect(told.at(-1)?.data.subject).toEqual({ type: 'account', id });
    expect((await meOf()).displayName).toBe('Rosalind');
  });

  it('resumes after the last event that was seen, without gap or double', async () => {
    const first = await request('member', 'resume-1');
    const second = await request('member', 'resume-2');
    const third = await request('member', 'resume-3');
    const told = await read('member', first.position, (events) => events.length === 3);
    expect(told.slice(1).map(({ data }) => data.subject?.id)).toEqual([second.id, third.id]);
  });

  it('tells a member nothing of instances of others', async () => {
    const before = await request('admin', 'secret-0');
    await request('admin', 'secret-1');
    const mine = await request('member', 'open-1');
    const told = await read('member', before.position, (events) => events.length === 2);
    expect(told[1]?.data.subject?.id).toBe(mine.id);
    const auditors = await read('auditor', before.position, (events) => events.length === 3);
    expect(auditors.slice(1).map(({ data }) => data.type)).toEqual(['instance-requested', 'instance-requested']);
  });

  it('is closed to whoever has no token, and to a position that is none', async () => {
    expect((await system.call(undefined, 'GET', '/v1/stream')).status).toBe(401);
    const { status } = await system.call('member', 'GET', '/v1/stream', { headers: { 'last-event-id': 'x' } });
    expect(status).toBe(422);
  });
});
