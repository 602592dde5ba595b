import { z } from 'zod';
import { secret, text, url } from './configuration-values.ts';

/** Mail to people. */
export const email = z.strictObject({
  from_name: text.default('Netsoc Cloud'),
  from_address: z.email(),
  reply_to_address: z.email().optional(),
  sendgrid: z.strictObject({
    key: secret,
    url: url.default('https://api.sendgrid.com'),
  }),
});

/** Messages to admins in a chat. */
export const webhooks = z.strictObject({
  info: url.optional(),
  shape: z.enum(['discord', 'slack']).default('discord'),
});
