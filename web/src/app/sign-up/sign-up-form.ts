import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormField, FormRoot, form, type ValidationError } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import { newCommandId } from '../api/commands';
import type { SignUp } from '../api/contract';
import { PortalConfiguration } from '../api/portal-configuration';
import { problemOf, type Problem } from '../api/problem';
import { SignUps } from '../api/sign-ups';
import { Captcha } from '../captcha/captcha';
import { MessagePage } from '../design/message-page';
import { ProblemNote } from '../design/problem-note';
import { SkeletonList } from '../design/skeleton-list';
import { MailSent } from './mail-sent';
import { fieldOfProblem, signUpRules, type SignUpDraft } from './sign-up-rules';
import { usernameAvailability } from './username-availability';

/** Asks for an account: four things to decide, the server's word at each field, then a look into the mail. */
@Component({
  selector: 'app-sign-up-form',
  imports: [
    Captcha,
    FormField,
    FormRoot,
    MailSent,
    MatButton,
    MatCheckbox,
    MatError,
    MatFormField,
    MatHint,
    MatIcon,
    MatInput,
    MatLabel,
    MessagePage,
    ProblemNote,
    RouterLink,
    SkeletonList,
  ],
  templateUrl: './sign-up-form.html',
  styleUrls: ['../design/form-page.scss', './sign-up-form.scss'],
})
export class SignUpForm {
  readonly #signUps = inject(SignUps);
  protected readonly portal = inject(PortalConfiguration);

  readonly #draft = signal<SignUpDraft>({ email: '', username: '', displayName: '', terms: false });
  /** The same words sent twice are one sign-up: a retry after a lost answer claims no second name. */
  readonly #commandId = linkedSignal({ source: this.#draft, computation: newCommandId });
  protected readonly availability = usernameAvailability(computed(() => this.#draft().username));
  readonly #refusal = computed(() => {
    const availability = this.availability();
    return availability.state === 'refused' ? availability.reason : undefined;
  });

  protected readonly form = form(this.#draft, (path) => signUpRules(path, this.#refusal), {
    submission: { action: () => this.#submit() },
  });
  /** Empty until the captcha is solved. */
  protected readonly captcha = signal('');
  readonly #captchaRefusal = signal<string | undefined>(undefined);
  protected readonly captchaError = computed(() => (this.captcha() === '' ? this.#captchaRefusal() : undefined));
  protected readonly problem = signal<Problem | undefined>(undefined);
  /** What was asked for, once the server has it. */
  protected readonly sent = signal<SignUp | undefined>(undefined);

  protected accept(terms: boolean): void {
    this.form.terms().value.set(terms);
    this.form.terms().markAsTouched();
  }

  async #submit(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    const offered = this.portal.value();
    if (!offered?.signUp) return undefined;
    this.problem.set(undefined);
    this.#captchaRefusal.set(undefined);
    if (offered.captchaSiteKey !== null && this.captcha() === '') {
      this.#captchaRefusal.set($localize`Please solve the captcha.`);
      return undefined;
    }
    const wish = this.#wish(offered.signUp.termsVersion);
    try {
      await this.#signUps.signUp(wish, this.#commandId());
      this.sent.set(wish);
      return undefined;
    } catch (error) {
      return this.#show(problemOf(error));
    } finally {
      // An answer of the captcha serves once.
      this.captcha.set('');
    }
  }

  #wish(termsVersion: string): SignUp {
    const { email, username, displayName } = this.#draft();
    const name = displayName.trim();
    const captcha = this.captcha();
    return {
      email: email.trim(),
      username,
      termsVersion,
      ...(name === '' ? {} : { displayName: name }),
      ...(captcha === '' ? {} : { captcha }),
    };
  }

  #show(problem: Problem): ValidationError.WithOptionalFieldTree[] | undefined {
    const field = fieldOfProblem(problem);
    if (field === undefined) {
      this.problem.set(problem);
      return undefined;
    }
    if (field.name === 'captcha') {
      this.#captchaRefusal.set(field.message);
      return undefined;
    }
    if (field.name === 'terms') {
      // They changed while the form was open: read and accepted anew.
      this.accept(false);
      this.portal.reload();
    }
    return [{ kind: 'server', message: field.message, fieldTree: this.form[field.name] }];
  }
}
