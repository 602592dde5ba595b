import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { isOwnApi } from '../api/own-api';
import { problemOf } from '../api/problem';
import { isPublicPath } from '../api/public-paths';
import { Session } from './session';

/** Refusals of the person as such, whatever they asked for. */
const barring: readonly string[] = ['account-disabled', 'account-erased'];

/**
 * Puts the access token on requests to our own API and on no other. A 401 means that the session is over; a 403 may mean that
 * the person is out, or that the token is from before their address was changed: then a newer one is tried. Public paths are left
 * alone: they are read before anybody is signed in, and by the session while it starts.
 */
export const sessionInterceptor: HttpInterceptorFn = (request, next) => {
  if (isPublicPath(request.url) || !isOwnApi(request.url)) return next(request);
  const session = inject(Session);
  const sendWith = (token: string) => next(request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }));
  const sendAnew = (error: unknown, refused: string) => {
    if (!namesNobody(error)) return throwError(() => error);
    return from(session.tokenInsteadOf(refused)).pipe(
      switchMap((token) => (token === undefined ? throwError(() => error) : sendWith(token))),
    );
  };
  return from(session.accessToken()).pipe(
    switchMap((token) => sendWith(token).pipe(catchError((error: unknown) => sendAnew(error, token)))),
    catchError((error: unknown) => {
      if (error instanceof HttpErrorResponse) heed(session, error);
      return throwError(() => error);
    }),
  );
};

const namesNobody = (error: unknown): boolean =>
  error instanceof HttpErrorResponse && problemOf(error).code === 'account-unknown';

const heed = (session: Session, error: HttpErrorResponse): void => {
  const problem = problemOf(error);
  if (problem.code === 'session-ended') session.end();
  else if (error.status === 401) session.expire();
  else if (barring.includes(problem.code)) session.bar(problem);
};
