import { computed, inject } from '@angular/core';
import { toObservable } from '@angular/core/rxjs-interop';
import { Router, type CanActivateFn } from '@angular/router';
import { first, map } from 'rxjs';
import type { Role } from '../api/contract';
import { returnPath } from './return-path';
import { Session } from './session';

/** Lets people in who are signed in; sends others to the provider and back to where they wanted to go. */
export const signedIn: CanActivateFn = (_route, { url }) => {
  const session = inject(Session);
  const state = session.state();
  if (state === 'signed-in' || state === 'expired' || state === 'barred') return true;
  if (state === 'unreachable') return inject(Router).createUrlTree(['/']);
  session.signIn(url);
  return false;
};

/** The landing page is for people who are not signed in; others go on to where they were. */
export const notSignedIn: CanActivateFn = () => {
  const router = inject(Router);
  return inject(Session).state() === 'signed-in' ? router.parseUrl(returnPath.take() ?? '/instances') : true;
};

/** Lets people in who have one of the roles; waits for the server to say which they have. */
export const hasRole =
  (...roles: readonly Role[]): CanActivateFn =>
  () => {
    const session = inject(Session);
    const router = inject(Router);
    return toObservable(computed(() => ({ me: session.me(), problem: session.problem() }))).pipe(
      first(({ me, problem }) => me !== undefined || problem !== undefined),
      // The shell shows the problem in place of any page.
      map(
        ({ problem }) => problem !== undefined || session.hasRole(...roles) || router.createUrlTree(['/not-allowed']),
      ),
    );
  };
