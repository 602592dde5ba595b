import type { ElementRef } from '@angular/core';
import { Component, DestroyRef, afterNextRender, effect, inject, input, model, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Theme } from '../shell/theme';
import { CaptchaScript, type HCaptcha } from './captcha-script';

/** The box that people tick and programs do not. An answer serves once: whoever empties it gets a new box. */
@Component({
  selector: 'app-captcha',
  imports: [MatButton],
  template: `
    <div #box></div>
    @if (failed()) {
      <p role="alert">
        <ng-container i18n
          >The captcha did not load. It comes from hcaptcha.com; a content blocker may be in its way.</ng-container
        >
        <button matButton type="button" (click)="show()" i18n>Try again</button>
      </p>
    }
  `,
  styles: `
    :host {
      display: block;
      min-height: 78px;
    }
    p {
      color: var(--mat-sys-error);
    }
  `,
})
export class Captcha {
  readonly #script = inject(CaptchaScript);
  readonly #theme = inject(Theme);
  #widget: Readonly<{ hcaptcha: HCaptcha; id: string }> | undefined;
  #gone = false;

  readonly siteKey = input.required<string>();
  /** Empty until the captcha is solved, and again after a while. */
  readonly answer = model.required<string>();

  protected readonly box = viewChild.required<ElementRef<HTMLElement>>('box');
  protected readonly failed = signal(false);

  constructor() {
    afterNextRender(() => void this.show());
    let before = '';
    effect(() => {
      const answer = this.answer();
      if (answer === '' && before !== '' && this.#widget !== undefined) this.#widget.hcaptcha.reset(this.#widget.id);
      before = answer;
    });
    inject(DestroyRef).onDestroy(() => {
      this.#gone = true;
      this.#widget?.hcaptcha.remove(this.#widget.id);
    });
  }

  protected async show(): Promise<void> {
    this.failed.set(false);
    try {
      const hcaptcha = await this.#script.load();
      if (this.#gone) return;
      const id = hcaptcha.render(this.box().nativeElement, {
        sitekey: this.siteKey(),
        theme: this.#theme.isDark() ? 'dark' : 'light',
        callback: (answer) => this.answer.set(answer),
        'expired-callback': () => this.answer.set(''),
        'error-callback': () => this.answer.set(''),
      });
      this.#widget = { hcaptcha, id };
    } catch (error) {
      // No network, or something that blocks it; either way there is no captcha.
      if (!(error instanceof Error)) throw error;
      this.failed.set(true);
    }
  }
}
