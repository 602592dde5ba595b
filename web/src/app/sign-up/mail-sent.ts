import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { newCommandId } from '../api/commands';
import type { SignUp } from '../api/contract';
import { PortalConfiguration } from '../api/portal-configuration';
import { problemOf, type Problem } from '../api/problem';
import { SignUps } from '../api/sign-ups';
import { MessagePage } from '../design/message-page';
import { ProblemNote } from '../design/problem-note';

/** After a sign-up: where to look, what to do there, and what when nothing comes. The same whoever asked. */
@Component({
  selector: 'app-mail-sent',
  imports: [MatButton, MessagePage, ProblemNote, RouterLink],
  template: `
    <app-message-page icon="mail" heading="Look into your mail" i18n-heading>
      <p i18n>
        A link is on its way to <strong>{{ wish().email }}</strong>. Open it and choose a password; then the account
        {{ wish().username }} is yours.
      </p>
      <ul class="muted">
        <li i18n>The link works once, within an hour.</li>
        <li i18n>The name is kept for you until then, and some hours longer.</li>
        <li i18n>Nothing there after some minutes? Look into the folder for spam, and whether the address is right.</li>
      </ul>
      @if (asked()) {
        <p role="status" i18n>Asked once more. At most three links work at a time; then some have to run out first.</p>
      }
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem" />
      }
      @if (hasCaptcha()) {
        <a act matButton="outlined" routerLink="/sign-up/again" i18n>Send it again</a>
      } @else {
        <button act matButton="outlined" type="button" [disabled]="asking()" (click)="askAgain()" i18n>
          Send it again
        </button>
      }
      <button act matButton type="button" (click)="changed.emit()" i18n>Change what I wrote</button>
    </app-message-page>
  `,
  styleUrl: '../design/form-page.scss',
})
export class MailSent {
  readonly #portal = inject(PortalConfiguration);
  readonly #signUps = inject(SignUps);

  readonly wish = input.required<SignUp>();
  readonly changed = output();

  /** An answer of the captcha serves once; another page asks for another. */
  protected readonly hasCaptcha = computed(() => (this.#portal.value()?.captchaSiteKey ?? null) !== null);
  protected readonly asking = signal(false);
  protected readonly asked = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async askAgain(): Promise<void> {
    this.asking.set(true);
    this.asked.set(false);
    this.problem.set(undefined);
    try {
      await this.#signUps.resend({ email: this.wish().email }, newCommandId());
      this.asked.set(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.asking.set(false);
    }
  }
}
