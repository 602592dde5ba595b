import { z } from 'zod';

/** What the portal must know before anybody is signed in: `GET /v1/portal-config`. Nothing here is secret. */
export const portalConfig = z
  .object({
    authority: z.string().describe('Issuer of the OpenID provider, as the browser reaches it.'),
    clientId: z.string(),
    scope: z.string().describe('Scopes to ask for, separated by spaces: `openid profile email`.'),
    baseDomain: z.string().describe('Default domains end in it: `{hostname}-{username}-container.{baseDomain}`.'),
    signUp: z
      .object({ termsVersion: z.string(), termsUrl: z.string() })
      .nullable()
      .describe('Null while nobody can sign up by themselves.'),
    captchaSiteKey: z.string().nullable().describe('hCaptcha; null where there is no captcha.'),
    erasureGraceHours: z.number().describe('How long somebody who asks to be erased can think better of it.'),
  })
  .meta({ id: 'PortalConfig' });
