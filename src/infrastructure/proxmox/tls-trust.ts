import { timingSafeEqual } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { checkServerIdentity, connect } from 'node:tls';

/** The server is not the one that was pinned; nothing was sent to it. */
export class UntrustedServerError extends Error {
  override readonly name = 'UntrustedServerError';
}

export type Trust = Readonly<{
  /** `https://host:port` */
  url: string;
  ca: string | undefined;
  fingerprint: string | undefined;
  timeoutMilliseconds: number;
}>;

/**
 * An HTTPS agent that talks to the pinned server only. Node's own verification stays on in every case:
 * - with a CA: chain, validity and host name are checked against that CA alone, and the fingerprint when given;
 * - with a fingerprint alone (self-signed, or signed by an authority we do not know): the certificate is fetched once
 *   over a connection on which nothing is sent, must have that fingerprint, and is from then on the only trusted one.
 *   Whoever holds its key is the server, whatever name it has.
 * @throws UntrustedServerError when the server shows another certificate
 */
export const pinnedAgent = async (trust: Trust): Promise<Agent> => {
  const { fingerprint } = trust;
  if (trust.ca !== undefined) {
    return new Agent({
      keepAlive: true,
      ca: trust.ca,
      checkServerIdentity: (host, certificate) =>
        checkServerIdentity(host, certificate) ??
        (fingerprint === undefined ? undefined : mismatch(fingerprint, certificate.fingerprint256)),
    });
  }
  if (fingerprint === undefined) throw new TypeError('a CA or a fingerprint is needed to trust a server');
  const certificate = await fetchCertificate(trust);
  const wrong = mismatch(fingerprint, certificate.fingerprint256);
  if (wrong !== undefined) throw wrong;
  return new Agent({
    keepAlive: true,
    ca: certificate.toString(),
    // The pinned certificate is the anchor itself, also when somebody else has signed it.
    allowPartialTrustChain: true,
    checkServerIdentity: (_host, shown) => mismatch(fingerprint, shown.fingerprint256),
  });
};

const mismatch = (expected: string, shown: string): UntrustedServerError | undefined => {
  const [left, right] = [bytesOf(expected), bytesOf(shown)];
  return left.length === right.length && timingSafeEqual(left, right)
    ? undefined
    : new UntrustedServerError(`certificate with fingerprint ${shown} is not the pinned one`);
};

const bytesOf = (fingerprint: string): Buffer => Buffer.from(fingerprint.replaceAll(':', ''), 'hex');

/**
 * Looks at the certificate in the moment between the handshake and Node's verdict on it, which comes right after and,
 * for a server nobody vouches for, ends the connection. Nothing is sent in either case.
 */
const fetchCertificate = async (trust: Trust): Promise<X509Certificate> => {
  const { hostname, port } = new URL(trust.url);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 443 : Number(port) });
  let shown: X509Certificate | undefined;
  socket.prependOnceListener('secure', () => {
    shown = socket.getPeerX509Certificate();
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(trust.timeoutMilliseconds) });
  } catch (error) {
    if (shown === undefined) throw error;
  } finally {
    socket.destroy();
  }
  if (shown === undefined) throw new UntrustedServerError('the server shows no certificate');
  return shown;
};
