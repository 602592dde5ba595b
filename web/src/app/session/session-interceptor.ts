import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { isOwnApi } from '../api/own-api';
import { Session } from './session';

/** Read before anybody is signed in, and by the session itself while it starts. */
const openPath = '/v1/portal-config';

/** Puts the access token on requests to our own API and on no other; a 401 means that the session is over. */
export const sessionInterceptor: HttpInterceptorFn = (request, next) => {
  if (request.url === openPath || !isOwnApi(request.url)) return next(request);
  const session = inject(Session);
  return from(session.accessToken()).pipe(
    switchMap((token) => next(request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }))),
    catchError((error: unknown) => {
      if (error instanceof HttpErrorResponse && error.status === 401) session.expire();
      return throwError(() => error);
    }),
  );
};
