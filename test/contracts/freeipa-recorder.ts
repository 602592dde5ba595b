import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request } from 'node:https';
import type { CertificateAuthority } from '../../src/infrastructure/lab/certificates/certificate-authority.ts';
import { listen } from '../../src/infrastructure/lab/wire/listener.ts';
import { readBody } from '../../src/infrastructure/lab/wire/messages.ts';
import type { Call, Reply } from './freeipa-schema.ts';

/** Stands between our client and a simulator, and keeps what passes. */
export type FreeIpaRecorder = Readonly<{
  url: string;
  calls: readonly Readonly<{ call: Call; reply: Reply }>[];
  forms: readonly Readonly<{ path: string; fields: readonly string[] }>[];
  close: () => Promise<void>;
}>;

export const startFreeIpaRecorder = async (
  authority: CertificateAuthority,
  simulatorUrl: string,
): Promise<FreeIpaRecorder> => {
  const calls: { call: Call; reply: Reply }[] = [];
  const forms: { path: string; fields: readonly string[] }[] = [];

  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const path = incoming.url ?? '';
    const body = await readBody(incoming);
    const { host: _host, ...headers } = incoming.headers;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${simulatorUrl}${path}`, {
        method: 'POST',
        ca: authority.certificate,
        headers: { ...headers, referer: `${simulatorUrl}/ipa` },
        agent: false,
      })
        .on('response', resolve)
        .on('error', reject)
        .end(body);
    });
    const text = await readBody(answer);
    if (path !== '/ipa/session/json') forms.push({ path, fields: [...new URLSearchParams(body).keys()] });
    else if (answer.statusCode === 200)
      calls.push({ call: JSON.parse(body) as Call, reply: JSON.parse(text) as Reply });
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    outgoing.end(text);
  };

  const { key, certificate } = await authority.serverCertificate('recorder');
  const { port, close } = await listen(
    createServer({ key, cert: certificate }, (incoming, outgoing) => {
      forward(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
    }),
    0,
  );
  return { url: `https://127.0.0.1:${String(port)}`, calls, forms, close };
};
