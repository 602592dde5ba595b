import { HttpClient, type HttpResponse } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { newCommandId } from './commands';
import type { Accepted, ChangeOutcome, ChangeOwnAccount, ChangePassword, Erasure } from './contract';
import { sendCommand } from './send-command';

/** What people tell the server about their own account. Rejects with `HttpErrorResponse`, see `problemOf`. */
@Injectable({ providedIn: 'root' })
export class OwnAccount {
  readonly #http = inject(HttpClient);

  change(change: ChangeOwnAccount, commandId: string): Promise<ChangeOutcome> {
    return sendCommand(this.#http, { method: 'PATCH', url: '/v1/me', body: change, commandId });
  }

  /** Each try is one of its own: after a refusal the same words may be right. */
  changePassword(change: ChangePassword): Promise<ChangeOutcome> {
    return sendCommand(this.#http, { url: '/v1/me/password', body: change, commandId: newCommandId() });
  }

  addSshKey(key: string, commandId: string): Promise<ChangeOutcome> {
    return sendCommand(this.#http, { url: '/v1/me/ssh-keys', body: { key }, commandId });
  }

  removeSshKey(fingerprint: string, commandId: string): Promise<ChangeOutcome> {
    const url = `/v1/me/ssh-keys?fingerprint=${encodeURIComponent(fingerprint)}`;
    return sendCommand(this.#http, { method: 'DELETE', url, commandId });
  }

  endOtherSessions(commandId: string): Promise<Accepted> {
    return sendCommand(this.#http, { url: '/v1/me/sessions/end-others', body: {}, commandId });
  }

  /** The document as the server wrote it; its name is in `Content-Disposition`. */
  export(): Promise<HttpResponse<string>> {
    return firstValueFrom(this.#http.post('/v1/me/export', {}, { observe: 'response', responseType: 'text' }));
  }

  requestErasure(confirmation: string, commandId: string): Promise<Erasure> {
    return sendCommand(this.#http, { url: '/v1/me/erasure', body: { confirmation }, commandId });
  }

  withdrawErasure(commandId: string): Promise<Accepted> {
    return sendCommand(this.#http, { url: '/v1/me/erasure/withdraw', body: {}, commandId });
  }
}
