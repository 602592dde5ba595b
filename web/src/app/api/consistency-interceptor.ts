import { HttpResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject, untracked } from '@angular/core';
import { tap } from 'rxjs';
import { isOwnApi } from './own-api';
import { KnownPosition } from './known-position';

/** Read your writes: learns the position from every accepted command and sends it with every query. */
export const consistencyInterceptor: HttpInterceptorFn = (request, next) => {
  if (!isOwnApi(request.url)) return next(request);
  const known = inject(KnownPosition);
  const newest = untracked(known.newest);
  const asked =
    request.method === 'GET' && newest !== undefined
      ? request.clone({ setHeaders: { 'If-Consistent-With': newest } })
      : request;
  return next(asked).pipe(
    tap((event) => {
      if (!(event instanceof HttpResponse) || request.method === 'GET') return;
      const position = positionIn(event.body);
      if (position !== undefined) known.learn(position);
    }),
  );
};

const positionIn = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'position' in body && typeof body.position === 'string'
    ? body.position
    : undefined;
