import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Account } from '../api/contract';
import { Ago } from '../design/ago';
import { StateChip } from '../design/state-chip';
import { accountLook } from './account-state';

/** One account in a list: a row where there is room, a card on a phone. The whole of it leads to the account. */
@Component({
  selector: 'app-account-row',
  imports: [Ago, MatIcon, RouterLink, StateChip],
  template: `
    <mat-icon class="kind" svgIcon="person" aria-hidden="true" />
    <div class="name">
      <a [routerLink]="['/administration/accounts', account().id]">{{ account().username }}</a>
      <span class="muted under">
        @if (account().state !== 'erased') {
          {{ account().displayName }} · {{ account().email }}
        }
      </span>
    </div>
    <span class="address muted" i18n>
      {account().instances, plural, =0 {no instance} =1 {1 instance} other {{{ account().instances }} instances}}
    </span>
    <span class="changed muted"><app-ago [at]="account().changedAt" /></span>
    <span class="state"><app-state-chip [look]="look()" /></span>
  `,
  styleUrl: '../instances/instance-row.scss',
  host: { '[attr.data-username]': 'account().username' },
})
export class AccountRow {
  readonly account = input.required<Account>();

  protected readonly look = computed(() => accountLook(this.account()));
}
