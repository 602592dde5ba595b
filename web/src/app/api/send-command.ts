import type { HttpClient } from '@angular/common/http';
import { firstValueFrom } from 'rxjs';

type Method = 'POST' | 'PATCH' | 'DELETE';

/** Sends one intention of a person; a repeat with the same id has one effect. Rejects with `HttpErrorResponse`, see `problemOf`. */
export const sendCommand = <T>(
  http: HttpClient,
  {
    method = 'POST',
    url,
    body,
    commandId,
  }: Readonly<{ method?: Method; url: string; body?: object; commandId: string }>,
): Promise<T> =>
  firstValueFrom(
    http.request<T>(method, url, {
      headers: { 'Idempotency-Key': commandId },
      ...(body === undefined ? {} : { body }),
    }),
  );
