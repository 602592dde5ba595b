import { DOCUMENT, Injectable, inject } from '@angular/core';

/** What we use of hCaptcha (docs.hcaptcha.com, "JavaScript API"). */
export type HCaptcha = Readonly<{
  render: (
    box: HTMLElement,
    options: Readonly<{
      sitekey: string;
      theme: 'light' | 'dark';
      callback: (answer: string) => void;
      'expired-callback': () => void;
      'error-callback': () => void;
    }>,
  ) => string;
  reset: (widget: string) => void;
  remove: (widget: string) => void;
}>;

type Page = typeof globalThis & { hcaptcha?: HCaptcha; captchaReady?: () => void };

const source = 'https://js.hcaptcha.com/1/api.js?render=explicit&recaptchacompat=off&onload=captchaReady';

/** The script of hCaptcha: fetched when a page shows a captcha, and never where there is none. */
@Injectable({ providedIn: 'root' })
export class CaptchaScript {
  readonly #document = inject(DOCUMENT);
  #loading: Promise<HCaptcha> | undefined;

  /** Rejects when the script does not come; the next call tries again. */
  load(): Promise<HCaptcha> {
    this.#loading ??= this.#fetch().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  #fetch(): Promise<HCaptcha> {
    const page: Page = globalThis;
    const script = this.#document.createElement('script');
    return new Promise((resolve, reject) => {
      page.captchaReady = () => {
        delete page.captchaReady;
        if (page.hcaptcha === undefined) reject(new Error('the script of hCaptcha brought nothing'));
        else resolve(page.hcaptcha);
      };
      script.addEventListener('error', () => {
        script.remove();
        reject(new Error('the script of hCaptcha could not be loaded'));
      });
      script.src = source;
      script.async = true;
      this.#document.head.append(script);
    });
  }
}
