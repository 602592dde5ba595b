import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal, type Signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { usernameAvailability, type Availability } from './username-availability';

describe('usernameAvailability', () => {
  let http: HttpTestingController;
  let username: ReturnType<typeof signal<string>>;
  let availability: Signal<Availability>;

  beforeEach(() => {
    jest.useFakeTimers();
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    http = TestBed.inject(HttpTestingController);
    username = signal('');
    availability = TestBed.runInInjectionContext(() => usernameAvailability(username));
  });

  afterEach(() => {
    http.verify();
    jest.useRealTimers();
  });

  const type = (text: string): void => {
    username.set(text);
    TestBed.tick();
  };
  const pause = (): void => {
    jest.advanceTimersByTime(400);
  };

  it('does not ask about what can be no username', () => {
    type('Ada_');
    pause();

    expect(availability()).toEqual({ state: 'unasked' });
  });

  it('asks once, after a pause in typing', () => {
    type('ada');
    jest.advanceTimersByTime(399);
    type('adam');

    expect(availability()).toEqual({ state: 'asking' });

    pause();
    http.expectOne('/v1/usernames/adam').flush({ available: true, code: null, reason: null });

    expect(availability()).toEqual({ state: 'free' });
  });

  it('gives up asking when typing goes on, and never shows the answer of another name', () => {
    type('ada');
    pause();
    const asked = http.expectOne('/v1/usernames/ada');
    type('adam');

    expect(asked.cancelled).toBe(true);
    expect(availability()).toEqual({ state: 'asking' });
  });

  it('says why not, in the words of the server', () => {
    type('root');
    pause();
    const reason = 'This username is kept for the system itself.';
    http.expectOne('/v1/usernames/root').flush({ available: false, code: 'username-reserved', reason });

    expect(availability()).toEqual({ state: 'refused', reason });
  });

  it.each([
    [429, 'Too Many Requests'],
    [503, 'Service Unavailable'],
    [0, 'no answer'],
  ])('knows nothing after status %d, and asks again for the next name', (status, statusText) => {
    type('ada');
    pause();
    const asked = http.expectOne('/v1/usernames/ada');
    if (status === 0) asked.error(new ProgressEvent('error'));
    else asked.flush(null, { status, statusText });

    expect(availability()).toEqual({ state: 'unknown' });

    type('ada-l');
    pause();
    http.expectOne('/v1/usernames/ada-l').flush({ available: true, code: null, reason: null });

    expect(availability()).toEqual({ state: 'free' });
  });
});
