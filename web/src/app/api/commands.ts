import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { Accepted, DisableAccount, Received, RequestInstance } from './contract';
import { sendCommand } from './send-command';

/** An id for one intention of a person. A retry after a lost answer sends it again, and has one effect. */
export const newCommandId = (): string => crypto.randomUUID();

/** What people tell the server about instances, and admins about everything. Rejects with `HttpErrorResponse`, see `problemOf`. */
@Injectable({ providedIn: 'root' })
export class Commands {
  readonly #http = inject(HttpClient);

  requestInstance(request: RequestInstance, commandId: string): Promise<Accepted> {
    return this.#send('/v1/instances', request, commandId);
  }

  approve(instanceId: string, commandId: string): Promise<Accepted> {
    return this.#send(`/v1/instances/${encodeURIComponent(instanceId)}/approve`, {}, commandId);
  }

  refuse(instanceId: string, reason: string, commandId: string): Promise<Accepted> {
    return this.#send(`/v1/instances/${encodeURIComponent(instanceId)}/refuse`, { reason }, commandId);
  }

  withdraw(instanceId: string, commandId: string): Promise<Accepted> {
    return this.#send(`/v1/instances/${encodeURIComponent(instanceId)}/withdraw`, {}, commandId);
  }

  retryProcess(processId: string, reason: string, commandId: string): Promise<unknown> {
    return this.#send(`/v1/processes/${encodeURIComponent(processId)}/retry`, { reason }, commandId);
  }

  abandonProcess(processId: string, reason: string, commandId: string): Promise<unknown> {
    return this.#send(`/v1/processes/${encodeURIComponent(processId)}/abandon`, { reason }, commandId);
  }

  rebuildReadModel(name: string, commandId: string): Promise<unknown> {
    return this.#send(`/v1/read-models/${encodeURIComponent(name)}/rebuild`, {}, commandId);
  }

  disableAccount(accountId: string, disabling: DisableAccount, commandId: string): Promise<Accepted> {
    return this.#send(`/v1/accounts/${encodeURIComponent(accountId)}/disable`, disabling, commandId);
  }

  enableAccount(accountId: string, commandId: string): Promise<Accepted> {
    return this.#send(`/v1/accounts/${encodeURIComponent(accountId)}/enable`, {}, commandId);
  }

  resendVerification(accountId: string, commandId: string): Promise<Received> {
    return this.#send(`/v1/accounts/${encodeURIComponent(accountId)}/resend-verification`, {}, commandId);
  }

  #send<T>(url: string, body: object, commandId: string): Promise<T> {
    return sendCommand<T>(this.#http, { url, body, commandId });
  }
}
