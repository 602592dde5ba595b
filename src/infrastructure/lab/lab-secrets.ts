import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { openDurableDocument } from './state/durable-document.ts';

const secrets = z.strictObject({ controlKey: z.string(), mailApiKey: z.string() });

/** Keys of this lab, made at its first start and kept, so that what was configured with them goes on working. */
export const openLabSecrets = (directory: string): Readonly<z.infer<typeof secrets>> =>
  openDurableDocument({
    path: join(directory, 'secrets.json'),
    schema: secrets,
    initial: () => ({
      controlKey: randomBytes(32).toString('base64url'),
      mailApiKey: `SG.lab.${randomBytes(24).toString('base64url')}`,
    }),
  }).read();
