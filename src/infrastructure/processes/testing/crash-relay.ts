import { createServer as createPlainServer, request as requestPlainly } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createSecureServer, request as requestSecurely } from 'node:https';
import type { ServerCertificate } from '../../lab/certificates/certificate-authority.ts';
import { listen } from '../../lab/wire/listener.ts';
import { readBody } from '../../lab/wire/messages.ts';

/** Stands between a server and a service outside: lets every exchange through, or loses a request or its answer. */
export type CrashRelay = Readonly<{
  url: string;
  close: () => Promise<void>;
}>;

export type CrashRelayOptions = Readonly<{
  target: string;
  /** Given: both sides speak TLS. */
  certificate?: ServerCertificate;
  ca?: string;
  /** What an exchange is called: `user_add`. */
  nameOf: (request: IncomingMessage, body: string) => string;
  /** Called before a request goes on (`user_add before`) and before its answer goes back (`user_add after`); throws to lose it. */
  pass: (moment: string) => void;
}>;

export const startCrashRelay = async (options: CrashRelayOptions): Promise<CrashRelay> => {
  const { target, certificate, ca, nameOf, pass } = options;
  const ask = certificate === undefined ? requestPlainly : requestSecurely;

  const forward = (request: IncomingMessage, body: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method, headers, url = '/' } = request;
      const onward = ask(new URL(url, target), { method, headers, ...(ca === undefined ? {} : { ca }) }, resolve);
      onward.once('error', reject).end(body);
    });

  const relay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const name = nameOf(request, body);
    pass(`${name} before`);
    const answer = await forward(request, body);
    const answered = await readBody(answer);
    pass(`${name} after`);
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
  };

  const handle: RequestListener = (request, response) => {
    relay(request, response).catch(() => {
      // The server that asked is dead by now, and hears no answer.
      request.socket.destroy();
    });
  };
  const server =
    certificate === undefined
      ? createPlainServer(handle)
      : createSecureServer({ cert: certificate.certificate, key: certificate.key }, handle);
  const { port, close } = await listen(server, 0);
  return { url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`, close };
};
