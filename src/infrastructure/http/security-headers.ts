import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Directives = Readonly<Record<string, readonly string[]>>;

/** JSON is no page: nothing may be loaded by it or around it. */
const forJson: Directives = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

/** Scripts only from ourselves; connections to ourselves and to the OpenID provider; nobody may frame us. */
const forPages = (issuer: string): Directives => ({
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'https:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", new URL(issuer).origin],
  'manifest-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'self'"],
  'frame-ancestors': ["'none'"],
});

const written = (directives: Directives): string =>
  Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');

/**
 * Headers that keep browsers from doing what we never ask for, and the policy of JSON answers; pages bring a policy of their own.
 * @param secure people reach us by https, so browsers may insist on it
 */
export const securityHeaders = (secure: boolean): readonly RequestHandler[] => {
  const policy = written(forJson);
  return [
    helmet({
      contentSecurityPolicy: false,
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      frameguard: { action: 'deny' },
      referrerPolicy: { policy: 'no-referrer' },
    }),
    (_request, response, next) => {
      response.setHeader('Content-Security-Policy', policy);
      next();
    },
  ];
};

/**
 * The policy of pages, with a nonce for the style elements that Angular makes at run time.
 * @param issuer the portal fetches tokens from its origin
 */
export const pagePolicy = (issuer: string): RequestHandler => {
  const fixed = written(forPages(issuer));
  return (_request, response, next) => {
    const nonce = randomBytes(16).toString('base64');
    response.locals['styleNonce'] = nonce;
    response.setHeader('Content-Security-Policy', `${fixed}; style-src 'self' 'nonce-${nonce}'`);
    next();
  };
};

/** Nonce of one response, made by {@link pagePolicy}. */
export const styleNonce = (locals: Record<string, unknown>): string => String(locals['styleNonce']);
