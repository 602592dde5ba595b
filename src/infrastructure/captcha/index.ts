export { createHCaptcha } from './hcaptcha.ts';
export { noCaptcha } from './no-captcha.ts';
