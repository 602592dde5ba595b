import { Component, inject, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { newCommandId } from '../api/commands';
import type { ChangeOutcome } from '../api/contract';
import { problemOf, type Problem } from '../api/problem';
import { SignUps } from '../api/sign-ups';
import { MessagePage } from '../design/message-page';
import { ProblemNote } from '../design/problem-note';
import { LinkToken } from './link-token';
import { openedLink } from './opened-link';

/** Where the link to a new address leads. A button confirms, because programs that look for evil in mails open links too. */
@Component({
  selector: 'app-email-page',
  imports: [MatButton, MessagePage, ProblemNote, RouterLink],
  template: `
    @if (token()) {
      <app-message-page icon="mail" heading="Is this address yours?" i18n-heading>
        <p i18n>
          Somebody, most likely you, wants to use the address that this link was sent to. Nothing changes until you say
          so.
        </p>
        <p class="muted" i18n>If it was not you, close this page: the account keeps the address it has.</p>
        @if (problem(); as problem) {
          <app-problem-note [problem]="problem" />
        }
        <button act matButton="filled" type="button" [disabled]="busy()" (click)="confirm()" i18n>
          This address is mine
        </button>
      </app-message-page>
    } @else if (outcome(); as known) {
      <app-message-page icon="check_circle" heading="The address is yours" i18n-heading>
        @if (known === 'made') {
          <p i18n>From now on your account uses it, and mail goes there.</p>
        } @else {
          <p i18n>Your account uses it as soon as FreeIPA answers; you need not do anything more.</p>
        }
        <a act matButton="filled" routerLink="/account" i18n>Look at the account</a>
      </app-message-page>
    } @else {
      <app-message-page icon="link_off" [heading]="over() ? linkOver : noLink">
        @if (over()) {
          <p i18n>It was used, a newer one took its place, or its hour is over.</p>
        } @else {
          <p i18n>Open it from the mail once more: the whole of the link is needed.</p>
        }
        <p i18n>In your account you see which address it uses, and can ask for another link.</p>
        <a act matButton="filled" routerLink="/account" i18n>Look at the account</a>
      </app-message-page>
    }
  `,
})
export class EmailPage {
  readonly #signUps = inject(SignUps);
  readonly #held = inject(LinkToken);

  protected readonly token = openedLink();
  /** One link is one intention. */
  readonly #commandId = linkedSignal({ source: this.token, computation: newCommandId });
  protected readonly busy = signal(false);
  protected readonly outcome = signal<ChangeOutcome['outcome'] | undefined>(undefined);
  protected readonly over = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly linkOver = $localize`This link does not work any more`;
  protected readonly noLink = $localize`There is no link here`;

  protected async confirm(): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    this.outcome.set(undefined);
    try {
      const { outcome } = await this.#signUps.completeEmailChange(this.token() ?? '', this.#commandId());
      this.outcome.set(outcome);
      this.#held.forget();
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== 'link-invalid') {
        this.problem.set(problem);
        return;
      }
      this.over.set(true);
      this.#held.forget();
    } finally {
      this.busy.set(false);
    }
  }
}
