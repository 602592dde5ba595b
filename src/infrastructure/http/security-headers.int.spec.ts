import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { listen } from '../lab/wire/listener.ts';
import type { Listener } from '../lab/wire/listener.ts';
import { pagePolicy, styleNonce } from './security-headers.ts';

const issuer = 'https://login.netsoc.example/realms/netsoc';
let server: Listener | undefined;
afterEach(() => server?.close());

/** Directives of the policy that a page comes with, and the nonce that it may give to its styles. */
const policyOf = async (captcha: boolean): Promise<Readonly<{ policy: Map<string, string[]>; nonce: string }>> => {
  const application = express();
  application.use(pagePolicy({ issuer, captcha }), (_request, response) => {
    response.send(styleNonce(response.locals));
  });
  server = await listen(createServer(application), 0);
  const response = await fetch(`http://127.0.0.1:${String(server.port)}/`);
  const written = response.headers.get('content-security-policy') ?? '';
  const policy = new Map(
    written.split('; ').map((directive): [string, string[]] => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
  return { policy, nonce: await response.text() };
};

describe('the policy of pages', () => {
  it('lets in nothing of others but the tokens of the provider', async () => {
    const { policy, nonce } = await policyOf(false);
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('style-src')).toEqual(["'self'", `'nonce-${nonce}'`]);
    expect(policy.get('connect-src')).toEqual(["'self'", 'https://login.netsoc.example']);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.has('frame-src')).toBe(false);
  });

  it('lets in hCaptcha, and nobody else, where there is a captcha', async () => {
    const { policy: without } = await policyOf(false);
    await server?.close();
    const { policy, nonce } = await policyOf(true);
    const hosts = ['https://hcaptcha.com', 'https://*.hcaptcha.com'];
    expect(policy.get('script-src')).toEqual(["'self'", ...hosts]);
    expect(policy.get('connect-src')).toEqual(["'self'", 'https://login.netsoc.example', ...hosts]);
    expect(policy.get('style-src')).toEqual(["'self'", ...hosts, `'nonce-${nonce}'`]);
    expect(policy.get('frame-src')).toEqual(hosts);
    for (const name of ['script-src', 'connect-src', 'style-src', 'frame-src']) policy.delete(name);
    expect([...policy].every(([name, sources]) => sources.join() === without.get(name)?.join())).toBe(true);
  });
});
