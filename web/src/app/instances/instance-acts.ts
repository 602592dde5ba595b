import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { Commands, newCommandId } from '../api/commands';
import type { InstanceDetail } from '../api/contract';
import { problemOf, type Problem } from '../api/problem';
import { ActBar, ActButton } from '../design/act-bar';
import { ProblemNote } from '../design/problem-note';
import { abandonDialog, retryDialog } from '../administration/process-dialogs';
import { refuseDialog } from '../requests/refuse-dialog';
import { Session } from '../session/session';
import { withdrawDialog } from './withdraw-dialog';

/** What this person can do with the instance now; what they can see but not do says why. */
@Component({
  selector: 'app-instance-acts',
  imports: [ActBar, ActButton, MatButton, ProblemNote],
  templateUrl: './instance-acts.html',
  styles: `
    :host:not(:has(app-act-button, button, app-problem-note)) {
      display: none;
    }
    app-problem-note {
      margin-top: 8px;
    }
  `,
})
export class InstanceActs {
  readonly #commands = inject(Commands);
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(Session);

  readonly instance = input.required<InstanceDetail>();
  readonly mine = input.required<boolean>();

  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly reviews = computed(
    () => this.instance().state === 'pending' && this.#session.hasRole('admin', 'auditor'),
  );
  protected readonly withdraws = computed(
    () => this.instance().state === 'pending' && (this.mine() || this.instance().acts.withdraw.allowed),
  );
  protected readonly heldUp = computed(() => this.instance().state === 'parked' && this.instance().processId !== null);
  protected readonly maySteer = computed(() => this.#session.hasRole('admin'));

  protected async approve(): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.#commands.approve(this.instance().id, newCommandId());
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }

  protected refuse(): void {
    refuseDialog(this.#dialog, this.#commands, { ...this.instance(), owner: this.instance().owner.username });
  }

  protected withdraw(): void {
    withdrawDialog(this.#dialog, this.#commands, this.instance());
  }

  protected retry(): void {
    const { processId, hostname } = this.instance();
    if (processId !== null)
      retryDialog(this.#dialog, this.#commands, { id: processId, kind: 'provisioning', subject: hostname });
  }

  protected abandon(): void {
    const { processId, hostname } = this.instance();
    if (processId !== null)
      abandonDialog(this.#dialog, this.#commands, { id: processId, kind: 'provisioning', subject: hostname });
  }
}
