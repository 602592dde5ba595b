import { join } from 'node:path';
import { z } from 'zod';
import type { LabManifest } from './manifest.ts';
import { readIfPresent, replaceFile } from './state/durable-document.ts';

const manifest = z.object({
  pid: z.int(),
  startedAt: z.string(),
  control: z.object({ url: z.string(), key: z.string() }),
  proxmox: z.object({
    url: z.string(),
    ca: z.string(),
    fingerprint: z.string(),
    tokenId: z.string(),
    tokenSecret: z.string(),
    ssh: z.object({
      host: z.string(),
      port: z.int(),
      username: z.string(),
      privateKey: z.string(),
      hostKeyFingerprint: z.string(),
    }),
  }),
  freeipa: z.object({ url: z.string(), ca: z.string(), username: z.string(), password: z.string() }),
  oidc: z.object({ issuer: z.string(), audience: z.string(), clientId: z.string() }),
  mail: z.object({ url: z.string(), apiKey: z.string(), inboxUrl: z.string() }),
  chat: z.object({ url: z.string(), pageUrl: z.string() }),
  dns: z.object({ address: z.string(), port: z.int() }),
  traefik: z.object({ url: z.string() }),
  accounts: z.array(z.object({ username: z.string(), password: z.string(), email: z.string(), role: z.string() })),
}) satisfies z.ZodType<LabManifest>;

/** Folder of everything the lab keeps, under the product's data folder. */
export const labDirectory = (dataDirectory: string): string => join(dataDirectory, 'lab');

/** `<data>/lab/manifest.json` */
export const manifestPath = (dataDirectory: string): string => join(labDirectory(dataDirectory), 'manifest.json');

/** What the lab of this data folder last told about itself; undefined when none ever ran. It may be dead. */
export const readManifest = (dataDirectory: string): LabManifest | undefined => {
  const text = readIfPresent(manifestPath(dataDirectory));
  if (text === undefined) return undefined;
  // A manifest of another version is as good as none: the lab writes a new one when it starts.
  return manifest.safeParse(JSON.parse(text)).data;
};

/** In one step, mode 0600: it holds the lab's keys. */
export const writeManifest = (dataDirectory: string, content: LabManifest): void => {
  replaceFile(manifestPath(dataDirectory), `${JSON.stringify(content, undefined, 2)}\n`);
};
