import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { ChangeStream } from './change-stream';
import type { Change } from './contract';
import { liveQuery, type LiveQuery } from './live-query';

const change = (id: string): Change => ({
  position: '7',
  type: 'step-succeeded',
  subject: { type: 'instance', id },
  at: '2026-06-01T12:00:00Z',
});

describe('liveQuery', () => {
  const changes = new Subject<Change>();
  const renewed = new Subject<void>();
  const url = signal<string | undefined>('/v1/instances/one');
  let query: LiveQuery<string>;
  let http: HttpTestingController;

  beforeEach(() => {
    jest.useFakeTimers();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: ChangeStream, useValue: { changes, renewed } },
      ],
    });
    url.set('/v1/instances/one');
    query = TestBed.runInInjectionContext(() => liveQuery<string>(url, ({ subject }) => subject.id === 'one'));
    http = TestBed.inject(HttpTestingController);
    TestBed.tick();
  });

  afterEach(() => {
    http.verify();
    jest.useRealTimers();
  });

  const answer = async (body: string): Promise<void> => {
    http.expectOne('/v1/instances/one').flush(body);
    await settle();
  };
  const settle = async (): Promise<void> => {
    await jest.advanceTimersByTimeAsync(200);
    TestBed.tick();
  };

  it('is loading until the first answer', async () => {
    expect(query.loading()).toBe(true);

    await answer('first');

    expect(query.loading()).toBe(false);
    expect(query.value()).toBe('first');
  });

  it('asks once for a burst of changes, and keeps the old answer meanwhile', async () => {
    await answer('first');

    changes.next(change('one'));
    changes.next(change('one'));
    changes.next(change('one'));
    await settle();

    expect(query.value()).toBe('first');

    await answer('second');

    expect(query.value()).toBe('second');
  });

  it('does not ask for changes of something else', async () => {
    await answer('first');

    changes.next(change('two'));
    await settle();

    http.expectNone('/v1/instances/one');
    expect(query.value()).toBe('first');
  });

  it('asks again for a change that came while an answer was on its way', async () => {
    changes.next(change('one'));
    await settle();
    await answer('perhaps too old');
    await answer('new');

    expect(query.value()).toBe('new');
  });

  it('asks again when the stream begins anew', async () => {
    await answer('first');

    renewed.next();
    await settle();
    await answer('second');

    expect(query.value()).toBe('second');
  });

  it('says what failed and keeps the last answer on the screen', async () => {
    await answer('first');

    expect(query.value()).toBe('first');

    query.reload();
    await settle();

    http.expectOne('/v1/instances/one').flush(null, { status: 500, statusText: 'Error' });
    await settle();

    expect(query.value()).toBe('first');
    expect(query.problem()?.status).toBe(500);
  });

  it('asks again by itself when the read models were not there yet', async () => {
    const body = { code: 'not-caught-up', detail: 'Ask again in a moment.' };
    http.expectOne('/v1/instances/one').flush(body, { status: 503, statusText: 'Unavailable' });
    await settle();

    expect(query.problem()?.code).toBe('not-caught-up');

    await jest.advanceTimersByTimeAsync(1000);
    await settle();
    await answer('there');

    expect(query.problem()).toBeUndefined();
    expect(query.value()).toBe('there');
  });

  it('never shows the answer of another address', async () => {
    await answer('first');

    url.set('/v1/instances/two');
    TestBed.tick();

    expect(query.value()).toBeUndefined();
    expect(query.loading()).toBe(true);

    http.expectOne('/v1/instances/two').flush('two');
    await settle();

    expect(query.value()).toBe('two');
  });
});
