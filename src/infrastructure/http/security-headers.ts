import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Directives = Readonly<Record<string, readonly string[]>>;

export type PagePolicyOptions = Readonly<{
  /** Of the OpenID provider: the portal fetches tokens from its origin. */
  issuer: string;
  /** Whether people meet hCaptcha here. */
  captcha: boolean;
}>;

/** JSON is no page: nothing may be loaded by it or around it. */
const forJson: Directives = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

/** What hCaptcha asks for, and no more (docs.hcaptcha.com, "Content-Security-Policy Settings"): its hosts change by region. */
const captchaHosts: readonly string[] = ['https://hcaptcha.com', 'https://*.hcaptcha.com'];

/** Scripts only from ourselves; connections to ourselves and to the OpenID provider; nobody may frame us. */
const forPages = ({ issuer, captcha }: PagePolicyOptions): Directives => ({
  'default-src': ["'none'"],
  'script-src': ["'self'", ...(captcha ? captchaHosts : [])],
  'img-src': ["'self'", 'data:', 'https:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", new URL(issuer).origin, ...(captcha ? captchaHosts : [])],
  ...(captcha ? { 'frame-src': captchaHosts } : {}),
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

/** The policy of pages, with a nonce for the style elements that Angular makes at run time. */
export const pagePolicy = (options: PagePolicyOptions): RequestHandler => {
  const fixed = written(forPages(options));
  const styles = ["'self'", ...(options.captcha ? captchaHosts : [])].join(' ');
  return (_request, response, next) => {
    const nonce = randomBytes(16).toString('base64');
    response.locals['styleNonce'] = nonce;
    response.setHeader('Content-Security-Policy', `${fixed}; style-src ${styles} 'nonce-${nonce}'`);
    next();
  };
};

/** Nonce of one response, made by {@link pagePolicy}. */
export const styleNonce = (locals: Record<string, unknown>): string => String(locals['styleNonce']);
