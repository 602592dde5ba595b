import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { FormField, FormRoot, form, required, type ValidationError } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { Commands, newCommandId } from '../api/commands';
import type { PortalConfig, TemplateList } from '../api/contract';
import { problemOf, type Problem } from '../api/problem';
import { PageHeader } from '../design/page-header';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { Session } from '../session/session';
import { TemplateChoice } from '../templates/template-choice';
import { defaultDomain } from './default-domain';
import { fieldOfProblem, longestReason, requestRules, type RequestDraft } from './request-rules';

/** Asks for a new instance: only what a person must decide, the rules above the button, the server's word at its field. */
@Component({
  selector: 'app-request-form',
  imports: [
    FormField,
    FormRoot,
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatIcon,
    MatInput,
    MatLabel,
    PageHeader,
    ProblemNote,
    RouterLink,
    ScreenState,
    SkeletonList,
    TemplateChoice,
  ],
  templateUrl: './request-form.html',
  styleUrl: './request-form.scss',
})
export class RequestForm {
  readonly #commands = inject(Commands);
  readonly #router = inject(Router);
  readonly #session = inject(Session);

  /** From the query, when a request is made again. */
  readonly template = input<string>();
  /** From the query. */
  readonly hostname = input<string>();
  /** From the query. */
  readonly reason = input<string>();

  protected readonly templates = httpResource<TemplateList>(() => '/v1/templates');
  protected readonly templatesProblem = computed(() => {
    const error = this.templates.error();
    return error === undefined ? undefined : problemOf(error);
  });
  readonly #portal = httpResource<PortalConfig>(() => '/v1/portal-config');

  readonly #draft = signal<RequestDraft>({ templateId: '', hostname: '', reason: '' });
  /** The same words sent twice are one request: a retry after a lost answer makes no second instance. */
  readonly #commandId = linkedSignal({ source: this.#draft, computation: newCommandId });

  protected readonly form = form(
    this.#draft,
    (path) => {
      required(path.templateId, { message: $localize`Pick a template.` });
      requestRules(path);
    },
    { submission: { action: () => this.#submit() } },
  );
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly longestReason = longestReason;
  protected readonly reasonLength = computed(() => this.#draft().reason.length);
  protected readonly preview = computed(() => {
    const me = this.#session.me();
    const template = this.templates.hasValue()
      ? this.templates.value().items.find(({ id }) => id === this.#draft().templateId)
      : undefined;
    const base = this.#portal.hasValue() ? this.#portal.value().baseDomain : undefined;
    if (me === undefined || template === undefined || base === undefined) return undefined;
    return defaultDomain({ hostname: this.#draft().hostname, username: me.username, kind: template.kind, base });
  });

  constructor() {
    effect(() => {
      const given = { templateId: this.template() ?? '', hostname: this.hostname() ?? '', reason: this.reason() ?? '' };
      untracked(() => this.#draft.set(given));
    });
  }

  async #submit(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    this.problem.set(undefined);
    const { templateId, hostname, reason } = this.#draft();
    try {
      const { id } = await this.#commands.requestInstance(
        { templateId, hostname, reason: reason.trim() },
        this.#commandId(),
      );
      await this.#router.navigate(['/instances', id]);
      return undefined;
    } catch (error) {
      const problem = problemOf(error);
      const field = fieldOfProblem(problem);
      if (field !== undefined) return [{ kind: 'server', message: field.message, fieldTree: this.form[field.name] }];
      this.problem.set(problem);
      return [{ kind: 'server', message: problem.detail }];
    }
  }
}
