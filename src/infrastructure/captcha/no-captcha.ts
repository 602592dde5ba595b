import type { Captcha } from '../../application/ports/captcha.ts';

/** Where none is configured: everybody passes. */
export const noCaptcha: Captcha = { insistOnPerson: () => Promise.resolve() };
