import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { SignUps } from '../api/sign-ups';
import { MessagePage } from '../design/message-page';
import { Session } from '../session/session';
import type { LinkPurpose } from './link-purpose';
import { LinkToken } from './link-token';
import { openedLink } from './opened-link';
import { PasswordChoice } from './password-choice';

type Words = Readonly<{ heading: string; sentence: string; verb: string; done: string }>;

const words: Readonly<Record<LinkPurpose, Words>> = {
  verification: {
    heading: $localize`Choose a password`,
    sentence: $localize`One step is left: the link shows that the address is yours, and with the password your account is ready.`,
    verb: $localize`Finish the account`,
    done: $localize`Your account is ready`,
  },
  'password-reset': {
    heading: $localize`Choose a new password`,
    sentence: $localize`The old one stops working, and every session with it ends.`,
    verb: $localize`Set the password`,
    done: $localize`Your password is set`,
  },
};

/** Where the links of a sign-up and of a forgotten password lead: a password, and then in. */
@Component({
  selector: 'app-password-page',
  imports: [MatButton, MatIcon, MessagePage, PasswordChoice, RouterLink],
  templateUrl: './password-page.html',
  styleUrl: '../design/form-page.scss',
})
export class PasswordPage {
  readonly #signUps = inject(SignUps);
  readonly #session = inject(Session);
  readonly #held = inject(LinkToken);

  /** From the route. */
  readonly purpose = input.required<LinkPurpose>();

  protected readonly token = openedLink();
  protected readonly words = computed(() => words[this.purpose()]);
  protected readonly username = signal<string | undefined>(undefined);
  protected readonly over = signal(false);
  protected readonly linkOver = $localize`This link does not work any more`;
  protected readonly noLink = $localize`There is no link here`;

  protected readonly setPassword = async (password: string): Promise<string> => {
    const token = this.token() ?? '';
    const { username } =
      this.purpose() === 'verification'
        ? await this.#signUps.verify(token, password)
        : await this.#signUps.completePasswordReset(token, password);
    return username;
  };

  protected finish(username: string): void {
    this.#held.forget();
    this.username.set(username);
  }

  protected end(): void {
    this.username.set(undefined);
    this.over.set(true);
    this.#held.forget();
  }

  protected signIn(): void {
    this.#session.signIn('/instances');
  }
}
