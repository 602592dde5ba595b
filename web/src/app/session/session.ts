import { ErrorHandler, Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import { httpResource } from '@angular/common/http';
import { EventTypes, OidcSecurityService, PublicEventsService } from 'angular-auth-oidc-client';
import { filter, firstValueFrom } from 'rxjs';
import type { Me, Role } from '../api/contract';
import { KnownPosition } from '../api/known-position';
import { problemOf } from '../api/problem';
import { returnPath } from './return-path';

/**
 * - `starting`: not known yet
 * - `expired`: was signed in, and the provider did not renew
 * - `unreachable`: the server or the provider did not answer, so nobody can sign in now
 */
export type SessionState = 'starting' | 'signed-out' | 'signed-in' | 'expired' | 'unreachable';

/** Who uses the portal: code flow with PKCE, tokens renewed silently by refresh token, kept for this tab only. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #oidc = inject(OidcSecurityService);
  readonly #known = inject(KnownPosition);
  readonly #errors = inject(ErrorHandler);
  readonly #state = signal<SessionState>('starting');
  readonly #me = httpResource<Me>(() => (this.#state() === 'signed-in' ? '/v1/me' : undefined));

  readonly state = this.#state.asReadonly();
  /** The person as the server knows them; undefined until it has answered. */
  readonly me = computed(() => (this.#me.hasValue() ? this.#me.value() : undefined));
  /** Why the server does not know the person that the provider signed in. */
  readonly problem = computed(() => {
    const error = this.#me.error();
    return error === undefined ? undefined : problemOf(error);
  });
  readonly roles = computed<readonly Role[]>(() => this.me()?.roles ?? []);

  constructor() {
    inject(PublicEventsService)
      .registerForEvents()
      .pipe(filter(({ type }) => type === EventTypes.SilentRenewFailed))
      .subscribe(() => {
        // A renewal that failed for want of a network is tried again by the library while the tokens live.
        if (!this.#oidc.authenticated().isAuthenticated) this.expire();
      });
    effect(() => {
      const { isAuthenticated } = this.#oidc.authenticated();
      untracked(() => {
        if (!isAuthenticated && this.#state() === 'signed-in') this.expire();
      });
    });
  }

  /** Finishes a sign-in that comes back from the provider, or takes up the tokens of this tab. Never rejects. */
  async start(): Promise<void> {
    try {
      const { isAuthenticated } = await firstValueFrom(this.#oidc.checkAuth());
      this.#state.set(isAuthenticated || (await this.#renew()) ? 'signed-in' : 'signed-out');
    } catch (error) {
      // The configuration or the provider's metadata could not be read.
      this.#errors.handleError(error);
      this.#state.set('unreachable');
    }
  }

  /** Leaves the page for the provider; comes back to `path`. */
  signIn(path: string): void {
    returnPath.keep(path);
    this.#oidc.authorize();
  }

  /** Ends the session here and at the provider. */
  async signOut(): Promise<void> {
    this.#known.forget();
    this.#state.set('signed-out');
    await firstValueFrom(this.#oidc.logoff());
  }

  /** The session is over, and not by the person's own act: what they saw stays where it was until they sign in again. */
  expire(): void {
    if (this.#state() === 'signed-in') this.#state.set('expired');
  }

  hasRole(...wanted: readonly Role[]): boolean {
    return wanted.some((role) => this.roles().includes(role));
  }

  reloadMe(): void {
    this.#me.reload();
  }

  accessToken(): Promise<string> {
    return firstValueFrom(this.#oidc.getAccessToken());
  }

  /** A laptop that slept has an old access token and a refresh token that may still be good. */
  async #renew(): Promise<boolean> {
    const refreshToken = await firstValueFrom(this.#oidc.getRefreshToken());
    if (!refreshToken) return false;
    try {
      const renewed = await firstValueFrom(this.#oidc.forceRefreshSession());
      return renewed.isAuthenticated;
    } catch (error) {
      // The provider said no; signing in again is the answer, and the page offers it.
      this.#errors.handleError(error);
      return false;
    }
  }
}
