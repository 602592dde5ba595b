import { z } from 'zod';
import { certificate, groupNames, secret, text, url } from './configuration-values.ts';
import { RE2JSException } from 're2js';
import { emailMatcher } from './email-patterns.ts';
import { reservedNames } from './reserved-names.ts';

const pattern = z.string().refine((value) => {
  try {
    return value !== '' && emailMatcher([value]).length === 1;
  } catch (error) {
    // What is no such expression is said by the sentence below.
    if (error instanceof RE2JSException) return false;
    throw error;
  }
}, 'a regular expression (RE2): [0-9]{8,11}@umail\\.ucc\\.ie');

const signUp = z.strictObject({
  email_patterns: z.array(pattern).min(1),
  terms: z.strictObject({ version: text.max(32), url: z.string().min(1) }),
  groups: groupNames.min(1),
  hold_hours: z.number().positive().max(720).default(24),
});

/** Who people are and what they may do. */
export const accounts = z.strictObject({
  freeipa: z.strictObject({
    servers: z.array(url).min(1),
    username: text,
    password: secret,
    ca: certificate.optional(),
  }),
  home_dirs: z
    .string()
    .regex(/^\/[\w./-]*[\w-]$/, 'an absolute path: /home/users')
    .default('/home/users'),
  login_shell: z
    .string()
    .regex(/^\/[\w./-]+$/, 'an absolute path: /bin/bash')
    .default('/bin/bash'),
  username_blacklist: z.array(text).default([...reservedNames]),
  sign_up: signUp.optional(),
  erasure_grace_hours: z.number().min(0).max(8_760).default(168),
  roles: z.strictObject({
    member: groupNames.min(1),
    admin: groupNames.min(1),
    auditor: groupNames.default([]),
  }),
});

/** Proof that somebody who is not signed in is a person. */
export const captcha = z
  .strictObject({
    enabled: z.boolean().default(false),
    hcaptcha: z
      .strictObject({
        site_key: text,
        secret,
        url: url.default('https://api.hcaptcha.com/siteverify'),
      })
      .optional(),
  })
  .refine((value) => !value.enabled || value.hcaptcha !== undefined, 'is enabled, so it needs `hcaptcha`');
