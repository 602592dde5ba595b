import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { Observable } from 'rxjs';
import { newCommandId } from './commands';
import type { ChangeOutcome, EmailOnly, Received, SignInName, SignUp, UsernameAnswer } from './contract';
import { sendCommand } from './send-command';

/** What people tell the server before they are signed in. Rejects with `HttpErrorResponse`, see `problemOf`. */
@Injectable({ providedIn: 'root' })
export class SignUps {
  readonly #http = inject(HttpClient);

  signUp(wish: SignUp, commandId: string): Promise<Received> {
    return sendCommand(this.#http, { url: '/v1/sign-ups', body: wish, commandId });
  }

  /** Another link for a sign-up that waits for one. */
  resend(wish: EmailOnly, commandId: string): Promise<Received> {
    return sendCommand(this.#http, { url: '/v1/sign-ups/resend', body: wish, commandId });
  }

  /** Who stops listening ends the request. */
  checkUsername(username: string): Observable<UsernameAnswer> {
    return this.#http.get<UsernameAnswer>(`/v1/usernames/${encodeURIComponent(username)}`);
  }

  requestPasswordReset(wish: EmailOnly, commandId: string): Promise<Received> {
    return sendCommand(this.#http, { url: '/v1/password-resets', body: wish, commandId });
  }

  // Each try to set a password is one of its own: after a refusal the same words may be right.
  verify(token: string, password: string): Promise<SignInName> {
    return sendCommand(this.#http, {
      url: '/v1/sign-ups/verify',
      body: { token, password },
      commandId: newCommandId(),
    });
  }

  completePasswordReset(token: string, password: string): Promise<SignInName> {
    const body = { token, password };
    return sendCommand(this.#http, { url: '/v1/password-resets/complete', body, commandId: newCommandId() });
  }

  completeEmailChange(token: string, commandId: string): Promise<ChangeOutcome> {
    return sendCommand(this.#http, { url: '/v1/email-changes/complete', body: { token }, commandId });
  }
}
