import { z } from 'zod';

/** What the portal must know before anybody is signed in: `GET /v1/portal-config`. Nothing here is secret. */
export const portalConfig = z
  .object({
    authority: z.string().describe('Issuer of the OpenID provider, as the browser reaches it.'),
    clientId: z.string(),
    scope: z.string().describe('Scopes to ask for, separated by spaces: `openid profile email`.'),
    baseDomain: z.string().describe('Default domains end in it: `{hostname}-{username}-container.{baseDomain}`.'),
  })
  .meta({ id: 'PortalConfig' });
