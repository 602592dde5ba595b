import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Nonce of one response, for the style elements that Angular makes at run time. */
export const styleNonce = (locals: Record<string, unknown>): string => String(locals['styleNonce']);

/**
 * Headers that keep browsers from doing what we never ask for. Scripts only from ourselves; connections to ourselves and to the
 * OpenID provider; nobody may frame us.
 * @param issuer the portal fetches tokens from its origin
 * @param secure people reach us by https, so browsers may insist on it
 */
export const securityHeaders = (issuer: string, secure: boolean): readonly RequestHandler[] => [
  (_request, response, next) => {
    response.locals['styleNonce'] = randomBytes(16).toString('base64');
    next();
  },
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': [
          "'self'",
          (_request, response) =>
            `'nonce-${styleNonce((response as { locals?: Record<string, unknown> }).locals ?? {})}'`,
        ],
        'img-src': ["'self'", 'data:', 'https:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'", new URL(issuer).origin],
        'manifest-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // An OpenID provider on another origin must be able to send people back to us.
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  }),
];
