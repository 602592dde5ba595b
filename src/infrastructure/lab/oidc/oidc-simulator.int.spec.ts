import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import pino from 'pino';
import { z } from 'zod';
import { createTokenVerifier } from '../../oidc/token-verifier.ts';
import { openIpaDatabase } from '../freeipa/ipa-database.ts';
import { withUser } from '../freeipa/ipa-entries.ts';
import { startOidcSimulator } from './oidc-simulator.ts';
import type { OidcSimulator } from './oidc-simulator.ts';

const logger = pino({ level: 'silent' });
const redirectUri = 'http://127.0.0.1:4711/some/path';
const tokens = z.object({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
});

let directory: string;
let provider: OidcSimulator;

const start = (port: number) =>
  startOidcSimulator({ dataDirectory: directory, port, database: openIpaDatabase(directory), logger });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'netsoc-oidc-'));
  provider = await start(0);
});

afterEach(async () => {
  await provider.close();
  await rm(directory, { recursive: true });
});

const headersWith = (given: RequestInit['headers'], cookie: string): Headers => {
  const headers = new Headers(given);
  headers.set('cookie', cookie);
  return headers;
};

/** A browser of the smallest kind: keeps cookies, follows nothing by itself. */
const createBrowser = () => {
  const cookies = new Map<string, string>();
  return async (address: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { ...init, redirect: 'manual', headers: headersWith(init.headers, cookie) });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
};
type Browser = ReturnType<typeof createBrowser>;

const endpoint = (name: string): string => `${provider.issuer}/protocol/openid-connect/${name}`;

const locationOf = (response: Response): string =>
  new URL(response.headers.get('location') ?? '', provider.issuer).href;

const authorizationAddress = (challenge: string, overrides: Record<string, string> = {}): string =>
  `${endpoint('auth')}?${new URLSearchParams({
    client_id: provider.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'the-state',
    nonce: 'the-nonce',
    ...overrides,
  }).toString()}`;

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:4711' },
  body: new URLSearchParams(fields).toString(),
});

const pkce = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

/** Follows redirects inside the provider until it leaves for the portal, or shows a page. */
const follow = async (browser: Browser, first: Response): Promise<Response> => {
  let response = first;
  while (response.status >= 300 && response.status < 400 && locationOf(response).startsWith(provider.issuer)) {
    response = await browser(locationOf(response));
  }
  return response;
};

const redeem = async (response: Response, verifier: string) => {
  const code = new URL(locationOf(response)).searchParams.get('code') ?? '';
  const reply = await fetch(
    endpoint('token'),
    form({
      grant_type: 'authorization_code',
      client_id: provider.clientId,
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    }),
  );
  return { reply, body: tokens.parse(await reply.json()) };
};

const signIn = async (browser: Browser, username = 'member') => {
  const { verifier, challenge } = pkce();
  const toForm = await browser(authorizationAddress(challenge));
  const action = locationOf(toForm);
  const shown = await browser(action);
  expect(await shown.text()).toContain('Sign in');
  const posted = await browser(action, form({ username, password: `${username}-lab-password` }));
  const done = await follow(browser, posted);
  return redeem(done, verifier);
};

const refresh = (refreshToken: string): Promise<Response> =>
  fetch(
    endpoint('token'),
    form({ grant_type: 'refresh_token', client_id: provider.clientId, refresh_token: refreshToken }),
  );

describe('lab OpenID provider', () => {
  it('has the endpoints of a Keycloak realm', async () => {
    const discovery = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
    expect(discovery).toMatchObject({
      issuer: provider.issuer,
      authorization_endpoint: endpoint('auth'),
      token_endpoint: endpoint('token'),
      userinfo_endpoint: endpoint('userinfo'),
      jwks_uri: endpoint('certs'),
      end_session_endpoint: endpoint('logout'),
      revocation_endpoint: endpoint('revoke'),
    });
  });

  it('signs a person in with code flow and PKCE, and gives tokens in Keycloak’s shape', async () => {
    const { reply, body } = await signIn(createBrowser());
    expect(reply.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:4711');
    expect(decodeProtectedHeader(body.access_token)).toMatchObject({ alg: 'RS256', typ: 'JWT' });
    const access = decodeJwt(body.access_token);
    expect(access).toMatchObject({
      iss: provider.issuer,
      aud: 'netsoc-cloud',
      azp: 'netsoc-portal',
      typ: 'Bearer',
      preferred_username: 'member',
      name: 'Mary Member',
      email: 'member@lab.netsoc.invalid',
      email_verified: true,
      groups: ['members'],
      realm_access: { roles: expect.arrayContaining(['offline_access']) },
      scope: 'openid profile email',
    });
    const id = decodeJwt(body.id_token);
    expect(id).toMatchObject({ sub: access.sub, aud: 'netsoc-portal', nonce: 'the-nonce', email: access['email'] });

    const userinfo = await fetch(endpoint('userinfo'), { headers: { authorization: `Bearer ${body.access_token}` } });
    expect([userinfo.status, await userinfo.json()]).toMatchObject([200, { sub: access.sub }]);
  });

  it('gives the same person the same subject by browser and by the token mint', async () => {
    const { body } = await signIn(createBrowser(), 'admin');
    const minted = await provider.mintToken({ account: 'admin' });
    expect(decodeJwt(minted.accessToken).sub).toBe(decodeJwt(body.access_token).sub);
  });

  it('gives access tokens that our verifier takes, and ID tokens that it refuses', async () => {
    const { body } = await signIn(createBrowser());
    const verifier = createTokenVerifier({ issuer: provider.issuer, audience: provider.audience, logger });
    await expect(verifier.verify(body.access_token)).resolves.toMatchObject({ username: 'member' });
    const lenient = createTokenVerifier({ issuer: provider.issuer, audience: provider.clientId, logger });
    await expect(lenient.verify(body.id_token)).rejects.toMatchObject({ code: 'not-an-access-token' });
  });

  it('refuses a wrong password on the form, and keeps what was typed', async () => {
    const browser = createBrowser();
    const action = locationOf(await browser(authorizationAddress(pkce().challenge)));
    const refused = await browser(action, form({ username: '"><b>member', password: 'wrong' }));
    const text = await refused.text();
    expect(refused.status).toBe(401);
    expect(text).toContain('role="alert"');
    expect(text).toContain('&quot;&gt;&lt;b&gt;member');
  });

  it.each([
    ['has expired', { passwordExpiresAt: 1 }, 'has expired'],
    ['is locked', { failedLogins: 6, lastFailedLoginAt: Date.now() }, 'Too many wrong passwords'],
  ])('signs nobody in whose password %s, and says so', async (_what, change, sentence) => {
    await provider.close();
    openIpaDatabase(directory).change((content) => {
      const member = content.users['member'];
      if (member === undefined) throw new Error('the lab has a member');
      return withUser(content, 'users', 'member', { ...member, ...change });
    });
    provider = await start(0);
    const browser = createBrowser();
    const action = locationOf(await browser(authorizationAddress(pkce().challenge)));
    const refused = await browser(action, form({ username: 'member', password: 'member-lab-password' }));
    expect([refused.status, await refused.text()]).toEqual([401, expect.stringContaining(sentence)]);
  });

  it('rotates refresh tokens, and a used one ends the whole grant', async () => {
    const { body } = await signIn(createBrowser());
    const renewed = tokens.parse(await (await refresh(body.refresh_token)).json());
    expect(renewed.refresh_token).not.toBe(body.refresh_token);
    expect((await refresh(body.refresh_token)).status).toBe(400);
    expect((await refresh(renewed.refresh_token)).status).toBe(400);
  });

  it('does not sign anybody out by a restart', async () => {
    const browser = createBrowser();
    const { body } = await signIn(browser);
    const { port } = provider;
    await provider.close();
    provider = await start(port);

    expect((await refresh(body.refresh_token)).status).toBe(200);
    const { verifier, challenge } = pkce();
    const silent = await follow(browser, await browser(authorizationAddress(challenge, { prompt: 'none' })));
    const { body: again } = await redeem(silent, verifier);
    expect(decodeJwt(again.access_token).sub).toBe(decodeJwt(body.access_token).sub);
  });

  it('signs out: the session and the refresh token end, and the portal is reached again', async () => {
    const browser = createBrowser();
    const { body } = await signIn(browser);
    const confirm = await browser(
      `${endpoint('logout')}?${new URLSearchParams({
        id_token_hint: body.id_token,
        post_logout_redirect_uri: 'http://127.0.0.1:4711/',
      }).toString()}`,
    );
    const text = await confirm.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const left = await browser(endpoint('logout/confirm'), form({ xsrf, logout: 'yes' }));
    expect(locationOf(left)).toBe('http://127.0.0.1:4711/');
    expect((await refresh(body.refresh_token)).status).toBe(400);
    const silent = await follow(browser, await browser(authorizationAddress(pkce().challenge, { prompt: 'none' })));
    expect(locationOf(silent)).toContain('error=login_required');
  });

  it('sends nobody to an address that is not on this machine', async () => {
    const response = await createBrowser()(
      authorizationAddress(pkce().challenge, { redirect_uri: 'https://evil.example/' }),
    );
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });

  it('insists on PKCE', async () => {
    const address = new URL(authorizationAddress('x'));
    address.searchParams.delete('code_challenge');
    address.searchParams.delete('code_challenge_method');
    expect(locationOf(await createBrowser()(address.href))).toContain('error=invalid_request');
  });

  it('allows the portal’s origin across origins, and no other', async () => {
    const preflight = await fetch(endpoint('token'), {
      method: 'OPTIONS',
      headers: { origin: 'http://127.0.0.1:4711', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:4711');
    const foreign = await fetch(endpoint('token'), {
      ...form({ grant_type: 'refresh_token', client_id: provider.clientId, refresh_token: 'x' }),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
    });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});
