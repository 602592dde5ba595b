import { ErrorHandler, Injectable, computed, effect, inject, linkedSignal, signal, untracked } from '@angular/core';
import { httpResource } from '@angular/common/http';
import { EventTypes, OidcSecurityService, PublicEventsService } from 'angular-auth-oidc-client';
import { filter, firstValueFrom } from 'rxjs';
import type { Me, Role } from '../api/contract';
import { KnownPosition } from '../api/known-position';
import { problemOf, type Problem } from '../api/problem';
import { reloadInTurn } from '../api/reload-in-turn';
import { returnPath } from './return-path';

/**
 * - `starting`: not known yet
 * - `expired`: was signed in, and the provider did not renew
 * - `barred`: known to the server, which lets them do nothing: the account is disabled or erased
 * - `unreachable`: the server or the provider did not answer, so nobody can sign in now
 */
export type SessionState = 'starting' | 'signed-out' | 'signed-in' | 'expired' | 'barred' | 'unreachable';

/** A provider may know for a while longer what was before (Keycloak caches users): it is asked again, but not by each request. */
const newForMs = 10_000;

/** Who uses the portal: code flow with PKCE, tokens renewed silently by refresh token, kept for this tab only. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #oidc = inject(OidcSecurityService);
  readonly #position = inject(KnownPosition);
  readonly #errors = inject(ErrorHandler);
  readonly #state = signal<SessionState>('starting');
  readonly #me = httpResource<Me>(() => (this.#state() === 'signed-in' ? '/v1/me' : undefined));
  /** Asks the server once more who it is: with the tokens and after the changes of now, whatever it is answering already. */
  readonly reloadMe = reloadInTurn(this.#me);

  readonly state = this.#state.asReadonly();
  readonly #known = linkedSignal<{ signedIn: boolean; me: Me | undefined }, Me | undefined>({
    source: () => ({
      signedIn: this.#state() === 'signed-in',
      me: this.#me.hasValue() ? this.#me.value() : undefined,
    }),
    // What the server said last stays while it is asked again, and when that fails.
    computation: ({ signedIn, me }, before) => (signedIn ? (me ?? before?.value) : undefined),
  });
  /** The person as the server knows them; undefined until it has answered. */
  readonly me = this.#known.asReadonly();
  /** Why the server does not know the person that the provider signed in. */
  readonly problem = computed(() => {
    const error = this.#me.error();
    const problem = error === undefined ? undefined : problemOf(error);
    // An outage takes nothing away from whoever is known already; a refusal does.
    return this.me() === undefined || problem?.status === 403 ? problem : undefined;
  });
  #ended = false;
  #renewal: Promise<boolean> | undefined;
  #renewedAt = -Infinity;
  readonly #barred = signal<Problem | undefined>(undefined);
  /** Why the person is `barred`. */
  readonly barred = this.#barred.asReadonly();
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
      const { isAuthenticated } = await firstValueFrom(this.#oidc.checkAuth(callbackUrl(globalThis.location)));
      this.#state.set(isAuthenticated || (await this.#renewTokens()) ? 'signed-in' : 'signed-out');
    } catch (error) {
      // The configuration or the provider's metadata could not be read.
      this.#errors.handleError(error);
      this.#state.set('unreachable');
    }
  }

  /** Leaves the page for the provider; comes back to `path`. */
  signIn(path: string): void {
    returnPath.keep(path);
    this.#oidc.authorize(undefined, this.#ended ? { customParams: { prompt: 'login' } } : undefined);
  }

  /** Ends the session here and at the provider. */
  async signOut(): Promise<void> {
    this.#position.forget();
    this.#state.set('signed-out');
    await firstValueFrom(this.#oidc.logoff());
  }

  /** The session is over, and not by the person's own act: what they saw stays where it was until they sign in again. */
  expire(): void {
    if (this.#state() === 'signed-in') this.#state.set('expired');
  }

  /**
   * The server counts no sign-in from before now, as after a new password. The provider may still hold such a sign-in, and would
   * hand it out again without asking; so the next one has to be a new one.
   */
  end(): void {
    this.#ended = true;
    this.expire();
  }

  /** The server knows who it is, and refuses. */
  bar(problem: Problem): void {
    if (this.#state() !== 'signed-in') return;
    this.#barred.set(problem);
    this.#state.set('barred');
  }

  /** Asks the server once more whether the person may come in. */
  knock(): void {
    if (this.#state() === 'barred') this.#state.set('signed-in');
  }

  hasRole(...wanted: readonly Role[]): boolean {
    return wanted.some((role) => this.roles().includes(role));
  }

  accessToken(): Promise<string> {
    return firstValueFrom(this.#oidc.getAccessToken());
  }

  /**
   * Tokens name people by their address: after it was changed, those from before name nobody, and newer ones are right.
   * @returns what to ask with instead of a token that names nobody; undefined where that one was new a moment ago. Never rejects.
   */
  async tokenInsteadOf(refused: string): Promise<string | undefined> {
    const current = await this.accessToken();
    if (current !== refused) return current;
    const isNew = this.#renewal === undefined && Date.now() - this.#renewedAt < newForMs;
    return !isNew && (await this.#renewTokens()) ? this.accessToken() : undefined;
  }

  /** New tokens, for what they say of the person has changed; then asks the server again who it is. Never rejects. */
  async renew(): Promise<void> {
    await this.#renewTokens();
    this.reloadMe();
  }

  /** Many may ask at once for what one renewal gives them all. */
  #renewTokens(): Promise<boolean> {
    this.#renewal ??= this.#renewTokensOnce().finally(() => {
      this.#renewal = undefined;
      this.#renewedAt = Date.now();
    });
    return this.#renewal;
  }

  /** A laptop that slept has an old access token and a refresh token that may still be good. */
  async #renewTokensOnce(): Promise<boolean> {
    try {
      const refreshToken = await firstValueFrom(this.#oidc.getRefreshToken());
      if (!refreshToken) return false;
      const renewed = await firstValueFrom(this.#oidc.forceRefreshSession());
      return renewed.isAuthenticated;
    } catch (error) {
      // The provider said no; signing in again is the answer, and the page offers it.
      this.#errors.handleError(error);
      return false;
    }
  }
}

/**
 * The address as the library may read it. The provider comes back to the root alone; anywhere else `state` and `code` are ours,
 * such as the filter of a list.
 */
const callbackUrl = ({ origin, pathname, href }: Location): string => (pathname === '/' ? href : origin + pathname);
