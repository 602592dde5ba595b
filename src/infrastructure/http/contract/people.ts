import { z } from 'zod';

const role = z.enum(['member', 'admin', 'auditor']);

export const me = z
  .object({
    id: z.string(),
    username: z.string(),
    email: z.string(),
    displayName: z.string(),
    roles: z.array(role),
    groups: z.array(z.string()).describe('FreeIPA groups that the roles come from, and others.'),
    pendingEmail: z.string().nullable().describe('A new address that waits for its link to be opened.'),
    erasureDueAt: z.string().nullable().describe('When the erasure begins that was asked for.'),
  })
  .meta({ id: 'Me' });
