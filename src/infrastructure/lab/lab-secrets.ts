import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { openDurableDocument } from './state/durable-document.ts';

const key = (): string => randomBytes(32).toString('base64url');

const secrets = z.strictObject({
  controlKey: z.string(),
  mailApiKey: z.string(),
  /** Last part of the webhook's address. Younger than the others: an older lab gets one when it is opened. */
  chatToken: z.string().default(key),
  /** Seals what people sent: 32 bytes as base64url. */
  sealingKey: z.string().default(key),
});

/** Keys of this lab, made at its first start and kept, so that what was configured with them goes on working. */
export const openLabSecrets = (directory: string): Readonly<z.infer<typeof secrets>> =>
  openDurableDocument<z.infer<typeof secrets>>({
    path: join(directory, 'secrets.json'),
    schema: secrets,
    initial: () => ({
      controlKey: key(),
      mailApiKey: `SG.lab.${randomBytes(24).toString('base64url')}`,
      chatToken: key(),
      sealingKey: key(),
    }),
    // Written again at once: keys that were made just now are kept.
  }).change((stored) => stored);
