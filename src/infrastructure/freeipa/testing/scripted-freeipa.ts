import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { CertificateAuthority } from '../../lab/certificates/certificate-authority.ts';
import { listen } from '../../lab/wire/listener.ts';
import { readBody } from '../../lab/wire/messages.ts';

/** What a server answers that says things no simulator would. */
export type FreeIpaScript = Readonly<{
  /** Default: opens a session. */
  logIn?: (form: URLSearchParams, response: ServerResponse) => void;
  changePassword: (form: URLSearchParams, response: ServerResponse) => void;
  /** @param body of a JSON-RPC request */
  command: (body: string, response: ServerResponse) => void;
}>;

/** A server at FreeIPA's addresses that follows a script. */
export const startScriptedFreeIpa = async (
  authority: CertificateAuthority,
  script: FreeIpaScript,
): Promise<Readonly<{ url: string; close: () => Promise<void> }>> => {
  const { key, certificate } = await authority.serverCertificate('scripted');
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    if (incoming.url === '/ipa/session/login_password') {
      if (script.logIn !== undefined) script.logIn(new URLSearchParams(body), response);
      else response.setHeader('set-cookie', 'ipa_session=x;path=/ipa').end();
    } else if (incoming.url === '/ipa/session/change_password') {
      script.changePassword(new URLSearchParams(body), response);
    } else {
      script.command(body, response);
    }
  };
  const { port, close } = await listen(
    createServer({ key, cert: certificate }, (incoming, response) => {
      handle(incoming, response).catch((error: unknown) => response.destroy(error as Error));
    }),
    0,
  );
  return { url: `https://127.0.0.1:${String(port)}`, close };
};
