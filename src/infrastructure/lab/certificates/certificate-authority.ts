import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { makeAuthority, makeServerCertificate } from './certificate-making.ts';
import type { KeyAndCertificate } from './certificate-making.ts';
import { openDurableDocument } from '../state/durable-document.ts';

export type ServerCertificate = Readonly<{
  /** PKCS #8 PEM. */
  key: string;
  /** PEM. */
  certificate: string;
  /** SHA-256 of the DER form, as Proxmox and browsers show it: `AA:BB:…`. */
  fingerprint: string;
}>;

export type CertificateAuthority = Readonly<{
  /** PEM of the authority's own certificate: what clients trust. */
  certificate: string;
  /** Certificate for a server reached as 127.0.0.1 or localhost; made once per name and kept. */
  serverCertificate: (name: string) => Promise<ServerCertificate>;
}>;

const pair: z.ZodType<KeyAndCertificate> = z.strictObject({ key: z.string(), certificate: z.string() });
const stored = z.strictObject({ authority: pair.optional(), servers: z.record(z.string(), pair) });
type Stored = z.infer<typeof stored>;

const day = 24 * 3600 * 1000;

/** The lab's own certificate authority, kept under a folder so that pinned certificates stay valid over restarts. */
export const openCertificateAuthority = async (dataDirectory: string): Promise<CertificateAuthority> => {
  const document = openDurableDocument<Stored>({
    path: join(dataDirectory, 'certificates.json'),
    schema: stored,
    initial: () => ({ servers: {} }),
  });
  const authority = document.read().authority ?? (await makeAuthority());
  document.change((current) => ({ ...current, authority }));

  return {
    certificate: authority.certificate,
    serverCertificate: async (name) => {
      const known = document.read().servers[name];
      if (known !== undefined && stillGood(known.certificate)) return withFingerprint(known);
      const made = await makeServerCertificate(name, authority);
      document.change((current) => ({ ...current, servers: { ...current.servers, [name]: made } }));
      return withFingerprint(made);
    },
  };
};

const stillGood = (certificate: string): boolean =>
  new X509Certificate(certificate).validToDate.getTime() > Date.now() + 30 * day;

const withFingerprint = (made: KeyAndCertificate): ServerCertificate => ({
  ...made,
  fingerprint:
    createHash('sha256')
      .update(new X509Certificate(made.certificate).raw)
      .digest('hex')
      .toUpperCase()
      .match(/../g)
      ?.join(':') ?? '',
});
