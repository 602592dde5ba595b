import { setImmediate } from 'node:timers/promises';
import { HttpErrorResponse, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ApplicationRef, ErrorHandler, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventTypes, OidcSecurityService, PublicEventsService } from 'angular-auth-oidc-client';
import { Subject, of, throwError, type Observable } from 'rxjs';
import { problemOf } from '../api/problem';
import { returnPath } from './return-path';
import { Session } from './session';

const answer = (isAuthenticated: boolean): Observable<{ isAuthenticated: boolean }> => of({ isAuthenticated });

describe('Session', () => {
  const authenticated = signal({ isAuthenticated: true });
  const events = new Subject<{ type: EventTypes }>();
  const handleError = jest.fn();
  let oidc: Record<'checkAuth' | 'getRefreshToken' | 'forceRefreshSession' | 'authorize' | 'logoff', jest.Mock>;
  let session: Session;

  beforeEach(() => {
    authenticated.set({ isAuthenticated: true });
    handleError.mockReset();
    oidc = {
      checkAuth: jest.fn(() => answer(true)),
      getRefreshToken: jest.fn(() => of('')),
      forceRefreshSession: jest.fn(() => answer(true)),
      authorize: jest.fn(),
      logoff: jest.fn(() => of(null)),
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: OidcSecurityService, useValue: { ...oidc, authenticated } },
        { provide: PublicEventsService, useValue: { registerForEvents: () => events } },
        { provide: ErrorHandler, useValue: { handleError } },
      ],
    });
    session = TestBed.inject(Session);
  });

  it('takes up the tokens of the tab, and learns from the server who it is', async () => {
    await session.start();
    TestBed.tick();
    TestBed.inject(HttpTestingController)
      .expectOne('/v1/me')
      .flush({ id: '1', username: 'ada', email: 'ada@netsoc.test', displayName: 'Ada', roles: ['member', 'admin'] });
    await TestBed.inject(ApplicationRef).whenStable();

    expect(session.state()).toBe('signed-in');
    expect(session.me()?.username).toBe('ada');
    expect(session.hasRole('admin', 'auditor')).toBe(true);
    expect(session.hasRole('auditor')).toBe(false);
  });

  it('is signed out where there are no tokens', async () => {
    oidc.checkAuth.mockReturnValue(answer(false));
    await session.start();

    expect(session.state()).toBe('signed-out');
    expect(oidc.forceRefreshSession).not.toHaveBeenCalled();
  });

  it('renews old tokens after a sleep', async () => {
    oidc.checkAuth.mockReturnValue(answer(false));
    oidc.getRefreshToken.mockReturnValue(of('refresh'));
    await session.start();

    expect(session.state()).toBe('signed-in');
  });

  it('is signed out when the provider does not renew any more', async () => {
    oidc.checkAuth.mockReturnValue(answer(false));
    oidc.getRefreshToken.mockReturnValue(of('refresh'));
    oidc.forceRefreshSession.mockReturnValue(throwError(() => new Error('invalid_grant')));
    await session.start();

    expect(session.state()).toBe('signed-out');
    expect(handleError).toHaveBeenCalledTimes(1);
  });

  it('tells an unreachable server from a person who is not signed in', async () => {
    oidc.checkAuth.mockReturnValue(throwError(() => new Error('no configuration')));
    await session.start();

    expect(session.state()).toBe('unreachable');
  });

  it.each([
    ['/?code=1&state=2', 'http://localhost/?code=1&state=2'],
    ['/instances?state=running', 'http://localhost/instances'],
  ])('takes %s for what it is', async (address, read) => {
    history.replaceState(null, '', address);
    await session.start();
    history.replaceState(null, '', '/');

    expect(oidc.checkAuth).toHaveBeenCalledWith(read);
  });

  it('expires when the library gives the tokens up, and only then', async () => {
    await session.start();
    events.next({ type: EventTypes.SilentRenewFailed });

    expect(session.state()).toBe('signed-in');

    authenticated.set({ isAuthenticated: false });
    TestBed.tick();

    expect(session.state()).toBe('expired');
  });

  const me = { id: '1', username: 'ada', email: 'ada@netsoc.test', displayName: 'Ada', roles: ['member'] };
  const whoAmI = () => TestBed.inject(HttpTestingController).expectOne('/v1/me');
  const settle = async (): Promise<void> => {
    TestBed.tick();
    await TestBed.inject(ApplicationRef).whenStable();
  };
  /** Lets what follows an answer, such as the next question, begin. */
  const goOn = async (): Promise<void> => {
    await setImmediate();
    TestBed.tick();
  };
  const known = async (): Promise<void> => {
    await session.start();
    TestBed.tick();
    whoAmI().flush(me);
    await settle();

    // Every page shows it.
    expect(session.me()?.username).toBe('ada');
  };
  const ask = (): void => {
    session.reloadMe();
    TestBed.tick();
  };

  it('asks again after an answer that was under way when something changed', async () => {
    await known();
    ask();
    const before = whoAmI();
    ask();
    before.flush(me);
    await goOn();
    whoAmI().flush({ ...me, email: 'new@netsoc.test' });
    await settle();

    expect(session.me()?.email).toBe('new@netsoc.test');
  });

  it('goes on with what it knows of the person while the server is out of reach', async () => {
    await known();
    ask();
    whoAmI().flush(null, { status: 503, statusText: 'Unavailable' });
    await settle();

    expect(session.me()?.username).toBe('ada');
    expect(session.problem()).toBeUndefined();
  });

  it('believes the server when it refuses a person whom it knew', async () => {
    await known();
    ask();
    whoAmI().flush({ code: 'no-role', detail: 'In no group.' }, { status: 403, statusText: 'Forbidden' });
    await settle();

    expect(session.problem()?.code).toBe('no-role');
  });

  it('bars whom the server bars, and lets them in again when the server does', async () => {
    await known();
    const problem = problemOf(
      new HttpErrorResponse({ status: 403, error: { code: 'account-disabled', detail: 'Your account is disabled.' } }),
    );
    session.bar(problem);
    session.expire();

    expect(session.state()).toBe('barred');
    expect(session.barred()?.detail).toBe('Your account is disabled.');

    session.knock();
    TestBed.tick();
    whoAmI().flush(me);
    await settle();

    expect(session.state()).toBe('signed-in');
  });

  it('remembers where the person wanted to go', () => {
    session.signIn('/instances/one');

    expect(oidc.authorize).toHaveBeenCalledTimes(1);
    expect(oidc.authorize).toHaveBeenCalledWith(undefined, undefined);
    expect(returnPath.take()).toBe('/instances/one');
  });

  it('asks for a new proof of the person after the server ended what was there, and not after a mere expiry', async () => {
    await session.start();
    session.expire();
    session.signIn('/instances');

    expect(oidc.authorize).toHaveBeenLastCalledWith(undefined, undefined);

    session.end();
    session.signIn('/instances');

    expect(session.state()).toBe('expired');
    expect(oidc.authorize).toHaveBeenLastCalledWith(undefined, { customParams: { prompt: 'login' } });
  });

  it('does not call a sign-out an expiry', async () => {
    await session.start();
    await session.signOut();
    authenticated.set({ isAuthenticated: false });
    TestBed.tick();

    expect(session.state()).toBe('signed-out');
  });
});
