import { Component, computed, inject, input } from '@angular/core';
import type { Account } from '../api/contract';
import { Ago } from '../design/ago';
import { Clock } from '../design/clock';
import { stateSentence } from './account-state';

/** What is known of an account, in a table of words. */
@Component({
  selector: 'app-account-facts',
  imports: [Ago],
  template: `
    <h2 i18n>Facts</h2>
    @if (sentence(); as text) {
      <p>{{ text }}</p>
    }
    <dl class="facts">
      @if (account().disabledReason; as reason) {
        <div>
          <dt i18n>Disabled for</dt>
          <dd class="said">{{ reason }}</dd>
        </div>
      }
      @if (account().erasureDueAt; as dueAt) {
        @if (account().state === 'active') {
          <div>
            <dt i18n>Erasure</dt>
            <dd>
              @if (clock.now() < parse(dueAt)) {
                <ng-container i18n
                  >asked for by the person; it begins <app-ago [at]="dueAt" />, and can be withdrawn until
                  then</ng-container
                >
              } @else {
                <ng-container i18n>begins</ng-container>
              }
            </dd>
          </div>
        }
      }
      @if (account().state !== 'erased') {
        <div>
          <dt i18n>Name</dt>
          <dd>{{ account().displayName }}</dd>
        </div>
        <div>
          <dt i18n>E-mail</dt>
          <dd>{{ account().email }}</dd>
        </div>
      }
      <div>
        <dt i18n>Id</dt>
        <dd class="mono">{{ account().id }}</dd>
      </div>
      <div>
        <dt i18n>Known since</dt>
        <dd><app-ago [at]="account().since" /></dd>
      </div>
      <div>
        <dt i18n>Last change</dt>
        <dd><app-ago [at]="account().changedAt" /></dd>
      </div>
    </dl>
  `,
  host: { class: 'panel' },
  styleUrl: '../account/account-section.scss',
  styles: `
    .said {
      white-space: pre-line;
    }
  `,
})
export class AccountFacts {
  protected readonly clock = inject(Clock);

  readonly account = input.required<Account>();

  protected readonly sentence = computed(() => stateSentence(this.account().state));

  protected parse(time: string): number {
    return Date.parse(time);
  }
}
