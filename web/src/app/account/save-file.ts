import type { HttpResponse } from '@angular/common/http';

/** The file name that the server suggests (RFC 6266, the plain form). */
export const suggestedName = (disposition: string | null): string | undefined =>
  /filename="([^"/\\]+)"/.exec(disposition ?? '')?.[1];

/** Has the browser save the document that the server sent. */
export const saveFile = ({ body, headers }: HttpResponse<string>, fallbackName: string): void => {
  if (body === null) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([body], { type: 'application/json' }));
  link.download = suggestedName(headers.get('Content-Disposition')) ?? fallbackName;
  link.click();
  URL.revokeObjectURL(link.href);
};
