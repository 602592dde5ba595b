import { z } from 'zod';

const role = z.enum(['member', 'admin', 'auditor']);

export const me = z
  .object({
    id: z.string(),
    username: z.string(),
    email: z.string(),
    displayName: z.string(),
    roles: z.array(role),
  })
  .meta({ id: 'Me' });
