import type { IncomingMessage, ServerResponse } from 'node:http';

/** Thrown by `readBody` for a body over the limit; the connection is no longer usable. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** The whole request body as text, at most `limit` bytes. */
export const readBody = async (request: IncomingMessage, limit = 30 * 1024 * 1024): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLargeError(`body of more than ${String(limit)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Path and query of a request; the host is of no interest to a simulator. */
export const requestUrl = (request: IncomingMessage): URL => new URL(request.url ?? '/', 'http://lab.invalid');

/** The media type without parameters, in lower case. */
export const contentType = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase();

type Headers = Readonly<Record<string, string | readonly string[]>>;

const send = (response: ServerResponse, status: number, type: string, body: string, headers: Headers): void => {
  response.statusCode = status;
  response.setHeader('content-type', type);
  response.setHeader('content-length', Buffer.byteLength(body));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
};

export const sendJson = (response: ServerResponse, status: number, body: unknown, headers: Headers = {}): void => {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
};

export const sendText = (response: ServerResponse, status: number, body: string, headers: Headers = {}): void => {
  send(response, status, 'text/plain; charset=utf-8', body, headers);
};

/** Pages of the lab run no script and load nothing from elsewhere; the header says so to the browser. */
export const sendHtml = (response: ServerResponse, status: number, body: string, headers: Headers = {}): void => {
  send(response, status, 'text/html; charset=utf-8', body, {
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
};
