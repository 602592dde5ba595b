import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { FormField, FormRoot, form, type ValidationError } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { newCommandId } from '../api/commands';
import type { EmailOnly } from '../api/contract';
import { PortalConfiguration } from '../api/portal-configuration';
import { problemOf, type Problem } from '../api/problem';
import { SignUps } from '../api/sign-ups';
import { Captcha } from '../captcha/captcha';
import { faultless } from '../design/faultless';
import { MessagePage } from '../design/message-page';
import { ProblemNote } from '../design/problem-note';
import { SkeletonList } from '../design/skeleton-list';
import { emailFault, fieldOfProblem } from '../sign-up/sign-up-rules';
import type { LinkPurpose } from './link-purpose';

const words: Readonly<Record<LinkPurpose, Readonly<{ heading: string; sentence: string }>>> = {
  verification: {
    heading: $localize`Have another link sent`,
    sentence: $localize`Give the e-mail address that you signed up with. A link to choose a password is sent there.`,
  },
  'password-reset': {
    heading: $localize`Forgotten your password?`,
    sentence: $localize`Give the e-mail address of your account. A link to choose a new password is sent there.`,
  },
};

/**
 * Asks for a link: to choose a new password, or to finish a sign-up once more. The answer is the same whether or not the address
 * is known.
 */
@Component({
  selector: 'app-link-request',
  imports: [
    Captcha,
    FormField,
    FormRoot,
    MatButton,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    MessagePage,
    ProblemNote,
    SkeletonList,
  ],
  templateUrl: './link-request.html',
  styleUrl: '../design/form-page.scss',
})
export class LinkRequest {
  readonly #signUps = inject(SignUps);
  protected readonly portal = inject(PortalConfiguration);

  /** From the route. */
  readonly purpose = input.required<LinkPurpose>();

  readonly #draft = signal({ email: '' });
  readonly #commandId = linkedSignal({ source: this.#draft, computation: newCommandId });
  protected readonly form = form(this.#draft, (path) => faultless(path.email, emailFault), {
    submission: { action: () => this.#submit() },
  });
  /** Empty until the captcha is solved. */
  protected readonly captcha = signal('');
  readonly #captchaRefusal = signal<string | undefined>(undefined);
  protected readonly captchaError = computed(() => (this.captcha() === '' ? this.#captchaRefusal() : undefined));
  protected readonly words = computed(() => words[this.purpose()]);
  protected readonly problem = signal<Problem | undefined>(undefined);
  /** The address that was given, once the server has it. */
  protected readonly sentTo = signal<string | undefined>(undefined);

  async #submit(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    this.problem.set(undefined);
    this.#captchaRefusal.set(undefined);
    const captcha = this.captcha();
    if (captcha === '' && (this.portal.value()?.captchaSiteKey ?? null) !== null) {
      this.#captchaRefusal.set($localize`Please solve the captcha.`);
      return undefined;
    }
    const email = this.#draft().email.trim();
    try {
      await this.#send({ email, ...(captcha === '' ? {} : { captcha }) });
      this.sentTo.set(email);
      // Whoever asks again wants another link.
      this.#draft.set({ email });
      return undefined;
    } catch (error) {
      return this.#show(problemOf(error));
    } finally {
      // An answer of the captcha serves once.
      this.captcha.set('');
    }
  }

  #send(wish: EmailOnly): Promise<unknown> {
    return this.purpose() === 'verification'
      ? this.#signUps.resend(wish, this.#commandId())
      : this.#signUps.requestPasswordReset(wish, this.#commandId());
  }

  #show(problem: Problem): ValidationError.WithOptionalFieldTree[] | undefined {
    const field = fieldOfProblem(problem);
    if (field?.name === 'email') return [{ kind: 'server', message: field.message, fieldTree: this.form.email }];
    if (field?.name === 'captcha') this.#captchaRefusal.set(field.message);
    else this.problem.set(problem);
    return undefined;
  }
}
