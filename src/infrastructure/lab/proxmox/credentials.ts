import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { z } from 'zod';
import { openDurableDocument } from '../state/durable-document.ts';
import { newSshKeyPair } from './ssh-key-pair.ts';

const stored = z.strictObject({
  tokenSecret: z.string(),
  hostKey: z.string(),
  clientKey: z.string(),
  clientPublicKey: z.string(),
});

/** Secrets of the lab's Proxmox; they belong to the lab alone and are made at its first start. */
export type LabCredentials = Readonly<z.infer<typeof stored>>;

export const labTokenId = 'netsoc@pve!portal';

/** Made once and kept in the folder, so that a server's pinned keys stay right over restarts. */
export const openCredentials = (dataDirectory: string): LabCredentials =>
  openDurableDocument({
    path: join(dataDirectory, 'credentials.json'),
    schema: stored,
    initial: () => {
      const client = newSshKeyPair('netsoc-cloud lab');
      return {
        tokenSecret: randomUUID(),
        hostKey: newSshKeyPair().private,
        clientKey: client.private,
        clientPublicKey: client.public,
      };
    },
  }).read();

/** `SHA256:…` of a private key's public half, as OpenSSH prints it. */
export const fingerprintOf = (privateKey: string): string => {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
};
