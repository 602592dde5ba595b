import type { ServerResponse } from 'node:http';

/** FreeIPA's HTTP answers outside its API are pages, with what matters in headers (ipaserver/rpcserver.py). */
export const answerPage = (
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers });
  response.end(`<html><body><h1>${text}</h1></body></html>`);
};
