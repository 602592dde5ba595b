import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Session, type SessionState } from '../session/session';
import { ChangeStream } from './change-stream';
import type { Change } from './contract';
import { KnownPosition } from './known-position';

type Call = Readonly<{ headers: Record<string, string>; send: (text: string) => void; end: () => void }>;

const hello = (position: string): string => `id: ${position}\nevent: hello\ndata: {"position":"${position}"}\n\n`;
const changeAt = (position: string): string => {
  const data = { position, type: 'instance-requested', subject: { type: 'instance', id: 'one' }, at: '2026-06-01' };
  return `id: ${position}\nevent: change\ndata: ${JSON.stringify(data)}\n\n`;
};

describe('ChangeStream', () => {
  const state = signal<SessionState>('signed-in');
  const realFetch = globalThis.fetch;
  let calls: Call[];
  let refuse: boolean;
  let status: number;
  const reloadMe = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(1);
    calls = [];
    refuse = false;
    status = 200;
    reloadMe.mockReset();
    state.set('signed-in');
    globalThis.fetch = ((
      _url: string,
      { headers, signal: abort }: { headers: Record<string, string>; signal: AbortSignal },
    ) => {
      if (refuse) return Promise.reject(new TypeError('Failed to fetch'));
      if (status !== 200) return Promise.resolve({ ok: false, status, body: null });
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          abort.addEventListener('abort', () => controller.error(new Error('aborted')));
          calls.push({
            headers,
            send: (text) => controller.enqueue(encoder.encode(text)),
            end: () => controller.close(),
          });
        },
      });
      return Promise.resolve({ ok: true, status: 200, body });
    }) as unknown as typeof fetch;
    TestBed.configureTestingModule({
      providers: [{ provide: Session, useValue: { state, accessToken: () => Promise.resolve('token'), reloadMe } }],
    });
  });

  afterEach(() => {
    TestBed.resetTestingModule();
    globalThis.fetch = realFetch;
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const open = async (): Promise<ChangeStream> => {
    const stream = TestBed.inject(ChangeStream);
    await settle();
    return stream;
  };
  const settle = async (ms = 0): Promise<void> => {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(ms);
  };
  const call = (index: number): Call => {
    const found = calls[index];
    if (found === undefined) throw new Error(`there was no connection ${index}`);
    return found;
  };

  it('shows its token and delivers changes with their position', async () => {
    const stream = await open();
    const seen: Change[] = [];
    stream.changes.subscribe((change) => seen.push(change));

    call(0).send(hello('4') + changeAt('5'));
    await settle();

    expect(call(0).headers['Authorization']).toBe('Bearer token');
    expect(stream.state()).toBe('live');
    expect(seen.map(({ position }) => position)).toEqual(['5']);
    expect(TestBed.inject(KnownPosition).newest()).toBe('5');
  });

  it('comes back from where it left after a cut', async () => {
    const stream = await open();
    call(0).send(hello('4') + changeAt('5'));
    await settle();
    call(0).end();
    await settle();

    expect(stream.lost()).toBe(true);

    await settle(500);

    expect(call(1).headers['Last-Event-ID']).toBe('5');
    expect(stream.lost()).toBe(false);
  });

  it('waits longer after each failure, and not at all once the browser is online again', async () => {
    const stream = await open();
    refuse = true;
    call(0).end();
    await settle(500 + 1000 + 2000);

    expect(stream.state()).toBe('lost');

    refuse = false;
    await settle(3900);

    expect(calls).toHaveLength(1);

    globalThis.dispatchEvent(new Event('online'));
    await settle();

    expect(calls).toHaveLength(2);
  });

  it('says that pages should ask anew at every beginning, and when too much was missed', async () => {
    const stream = await open();
    let renewals = 0;
    stream.renewed.subscribe(() => (renewals += 1));

    call(0).send(hello('4'));
    await settle();
    call(0).send('id: 9\nevent: reset\ndata: {}\n\n');
    await settle();

    expect(renewals).toBe(2);
  });

  it.each([401, 403])('has the session find out why when it is refused with %d', async (refusal) => {
    status = refusal;
    await open();

    expect(reloadMe).toHaveBeenCalledTimes(1);
  });

  it('asks nobody about an outage', async () => {
    status = 503;
    await open();

    expect(reloadMe).not.toHaveBeenCalled();
  });

  it('ends with the session', async () => {
    const stream = await open();

    state.set('signed-out');
    await settle(60_000);

    expect(stream.state()).toBe('closed');
    expect(calls).toHaveLength(1);
  });
});
