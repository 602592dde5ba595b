import { z } from 'zod';
import { act } from './instances.ts';

export const readModel = z
  .object({
    name: z.string(),
    version: z.int(),
    state: z.enum(['catching-up', 'live', 'failed']),
    position: z.string().nullable(),
    lag: z.int().describe('Log positions behind the head (embedded store: events).'),
    rows: z.int(),
    bytes: z.int(),
    error: z.string().nullable(),
    rebuild: z
      .object({
        state: z.enum(['running', 'comparing', 'switched', 'failed', 'cancelled']),
        done: z.int(),
        total: z.int(),
        eventsPerSecond: z.number(),
        equal: z
          .boolean()
          .nullable()
          .describe('Whether the rebuilt model equals the running one; null until compared.'),
        error: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'ReadModel' });

export const readModelList = z.object({ items: z.array(readModel) }).meta({ id: 'ReadModelList' });

const process = z
  .object({
    id: z.string(),
    kind: z.string(),
    subject: z.string(),
    state: z.enum(['running', 'waiting', 'parked', 'compensating', 'succeeded', 'compensated']),
    step: z.string().nullable(),
    cause: z.string().nullable(),
    retryAt: z.string().nullable(),
    startedAt: z.string(),
    changedAt: z.string(),
    acts: z.object({ retry: act, abandon: act }),
  })
  .meta({ id: 'Process' });

export const processList = z.object({ items: z.array(process) }).meta({ id: 'ProcessList' });

export const readiness = z
  .object({
    status: z.enum(['ready', 'degraded', 'not-ready']),
    parts: z.array(
      z.object({ name: z.string(), status: z.enum(['ready', 'degraded', 'not-ready']), detail: z.string() }),
    ),
  })
  .meta({ id: 'Readiness' });

export const processReason = z
  .strictObject({ reason: z.string().trim().min(1).max(280).describe('Why; kept in the history.') })
  .meta({ id: 'ProcessReason' });
