import { setImmediate } from 'node:timers/promises';
import { HttpClient, HttpErrorResponse, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { ErrorHandler, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OidcSecurityService, PublicEventsService } from 'angular-auth-oidc-client';
import { NEVER, defer, firstValueFrom, of, throwError } from 'rxjs';
import { Session } from './session';
import { sessionInterceptor } from './session-interceptor';

const unknown = { code: 'account-unknown', detail: 'Nobody in the directory has your e-mail address.' };
const forbidden = { status: 403, statusText: 'Forbidden' };

describe('a request to our own API', () => {
  let token: string;
  const renew = jest.fn(() => of({ isAuthenticated: true }));
  const handleError = jest.fn();
  let http: HttpTestingController;

  beforeEach(() => {
    token = 'before';
    renew.mockReset().mockImplementation(() =>
      defer(() => {
        token = `${token} renewed`;
        return of({ isAuthenticated: true });
      }),
    );
    const oidc = {
      authenticated: signal({ isAuthenticated: true }),
      getAccessToken: () => defer(() => of(token)),
      getRefreshToken: () => of('refresh'),
      forceRefreshSession: renew,
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([sessionInterceptor])),
        provideHttpClientTesting(),
        { provide: OidcSecurityService, useValue: oidc },
        { provide: PublicEventsService, useValue: { registerForEvents: () => NEVER } },
        { provide: ErrorHandler, useValue: { handleError } },
      ],
    });
    http = TestBed.inject(HttpTestingController);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  const ask = (path: string): Promise<unknown> => {
    const asked = firstValueFrom(TestBed.inject(HttpClient).get(path));
    // What comes of it is for the test to look at, when it does.
    asked.catch(() => undefined);
    return asked;
  };
  const sent = async (path: string): Promise<TestRequest> => {
    await setImmediate();
    return http.expectOne(path);
  };
  const refuse = async (path: string): Promise<void> => {
    (await sent(path)).flush(unknown, forbidden);
  };
  const tokenOf = ({ request }: TestRequest): string | null => request.headers.get('Authorization');

  it('shows the token', async () => {
    const asked = ask('/v1/instances');
    const request = await sent('/v1/instances');

    expect(tokenOf(request)).toBe('Bearer before');

    request.flush('there');

    expect(await asked).toBe('there');
    expect(renew).not.toHaveBeenCalled();
  });

  it('is sent again with a new token when the one it showed names nobody: the address of the person was changed', async () => {
    const asked = ask('/v1/instances');
    await refuse('/v1/instances');
    const again = await sent('/v1/instances');

    expect(tokenOf(again)).toBe('Bearer before renewed');

    again.flush('there');

    expect(await asked).toBe('there');
  });

  it('shares one renewal with others that were refused at once', async () => {
    const asked = [ask('/v1/instances'), ask('/v1/accounts')];
    const requests = [await sent('/v1/instances'), await sent('/v1/accounts')];
    for (const request of requests) request.flush(unknown, forbidden);
    for (const path of ['/v1/instances', '/v1/accounts']) {
      const again = await sent(path);

      expect(tokenOf(again)).toBe('Bearer before renewed');

      again.flush('there');
    }

    expect(await Promise.all(asked)).toEqual(['there', 'there']);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it('takes the token that was renewed meanwhile', async () => {
    const asked = ask('/v1/instances');
    const request = await sent('/v1/instances');
    token = 'of now';
    request.flush(unknown, forbidden);
    const again = await sent('/v1/instances');

    expect(tokenOf(again)).toBe('Bearer of now');

    again.flush('there');
    await asked;

    expect(renew).not.toHaveBeenCalled();
  });

  it('is refused where a new token names nobody either; another one is asked for only after a while', async () => {
    const time = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const first = ask('/v1/instances');
    await refuse('/v1/instances');
    await refuse('/v1/instances');

    await expect(first).rejects.toMatchObject({ error: unknown });

    const second = ask('/v1/instances');
    await refuse('/v1/instances');

    await expect(second).rejects.toBeInstanceOf(HttpErrorResponse);
    expect(renew).toHaveBeenCalledTimes(1);

    time.mockReturnValue(1_010_000);
    const third = ask('/v1/instances');
    await refuse('/v1/instances');
    const again = await sent('/v1/instances');

    expect(tokenOf(again)).toBe('Bearer before renewed renewed');

    again.flush('there');

    expect(await third).toBe('there');
  });

  it('waits for a renewal that was begun for another reason, however new its token is', async () => {
    const session = TestBed.inject(Session);
    await session.renew();
    const asked = ask('/v1/instances');
    const request = await sent('/v1/instances');
    const renewing = session.renew();
    request.flush(unknown, forbidden);
    const again = await sent('/v1/instances');

    expect(tokenOf(again)).toBe('Bearer before renewed renewed');

    again.flush('there');
    await Promise.all([asked, renewing]);

    expect(renew).toHaveBeenCalledTimes(2);
  });

  it('is refused where the provider gives no new token', async () => {
    renew.mockImplementation(() => throwError(() => new Error('invalid_grant')));
    const asked = ask('/v1/instances');
    await refuse('/v1/instances');

    await expect(asked).rejects.toMatchObject({ error: unknown });
    expect(handleError).toHaveBeenCalledTimes(1);
  });

  it('keeps other refusals as they are', async () => {
    const asked = ask('/v1/instances');
    (await sent('/v1/instances')).flush({ code: 'no-role', detail: 'In no group.' }, forbidden);

    await expect(asked).rejects.toMatchObject({ error: { code: 'no-role' } });
    expect(renew).not.toHaveBeenCalled();
  });

  it('shows no token where everybody is answered', async () => {
    void ask('/v1/portal-config');

    expect(tokenOf(await sent('/v1/portal-config'))).toBeNull();
  });
});
