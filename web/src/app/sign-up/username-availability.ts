import { HttpErrorResponse } from '@angular/common/http';
import { computed, inject, type Signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { catchError, map, of, startWith, switchMap, timer, type Observable } from 'rxjs';
import { SignUps } from '../api/sign-ups';
import { usernameFault } from './sign-up-rules';

/**
 * - `unasked`: what is typed can be no username
 * - `unknown`: the server could not be asked; it will say when the form is sent
 */
export type Availability =
  Readonly<{ state: 'unasked' | 'asking' | 'free' | 'unknown' }> | Readonly<{ state: 'refused'; reason: string }>;

type Answered = Readonly<{ username: string; availability: Availability }>;

/** Whoever types is left alone for so long. */
const pauseMs = 400;

/**
 * Whether a username can be had, as it is typed: asked for after a pause, once, and no longer when typing goes on.
 * Call it in an injection context.
 */
export const usernameAvailability = (username: Signal<string>): Signal<Availability> => {
  const signUps = inject(SignUps);

  const ask = (name: string): Observable<Availability> =>
    timer(pauseMs).pipe(
      switchMap(() => signUps.checkUsername(name)),
      map(({ available, reason }): Availability =>
        available ? { state: 'free' } : { state: 'refused', reason: reason ?? $localize`It can not be had.` },
      ),
      catchError((error: unknown) => {
        // Too many questions, or an outage: no reason to stop anybody.
        if (error instanceof HttpErrorResponse) return of({ state: 'unknown' } as const);
        throw error;
      }),
    );

  const before = (name: string): Availability => ({ state: usernameFault(name) === undefined ? 'asking' : 'unasked' });

  const answered = toSignal(
    toObservable(username).pipe(
      switchMap((name) => {
        const first = before(name);
        return (first.state === 'asking' ? ask(name).pipe(startWith(first)) : of(first)).pipe(
          map((availability): Answered => ({ username: name, availability })),
        );
      }),
    ),
    { initialValue: { username: '', availability: { state: 'unasked' } } satisfies Answered },
  );
  // What was said of another name says nothing of this one.
  return computed(() => (answered().username === username() ? answered().availability : before(username())));
};
