import { z } from 'zod';

export const historyEntry = z
  .object({
    position: z.string(),
    eventId: z.string(),
    type: z.string().describe('Stored event name without version: `instance-requested`.'),
    at: z.string(),
    actor: z.object({
      type: z.enum(['account', 'system', 'cli', 'traefik']),
      id: z.string(),
      name: z.string().describe('Username, process name or `erased person`.'),
    }),
    streamId: z.string(),
    instanceId: z.string().nullable(),
    accountId: z.string().nullable(),
    summary: z.string().describe('What happened, in words.'),
    details: z.record(z.string(), z.unknown()),
    correlationId: z.string(),
    causationId: z.string(),
  })
  .meta({ id: 'HistoryEntry' });

export const history = z.object({ items: z.array(historyEntry) }).meta({ id: 'History' });

export const auditPage = z
  .object({
    items: z.array(historyEntry),
    next: z.string().nullable().describe('Cursor of the next page, newest first.'),
  })
  .meta({ id: 'AuditPage' });
