import { z } from 'zod';

export const traefikStatus = z
  .object({
    polling: z.enum(['current', 'stale', 'never']).describe('Whether Traefik asked within the configured time.'),
    lastPoll: z
      .object({
        at: z.string(),
        result: z.enum(['served', 'not-ready']),
        key: z.string().describe('Name of the key that was shown, never the key.'),
      })
      .nullable(),
    upToDate: z.boolean().describe('The last poll got the document as it is now.'),
    document: z.object({ sha256: z.string(), routes: z.int(), preparedAt: z.string() }).nullable(),
  })
  .meta({ id: 'TraefikStatus' });
