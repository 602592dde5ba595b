import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { InstanceDetail } from '../api/contract';
import { Ago } from '../design/ago';
import { formatResources } from '../design/resources';
import { Session } from '../session/session';

/** What the instance is, in a table of words. */
@Component({
  selector: 'app-details-card',
  imports: [Ago, RouterLink],
  template: `
    <h2 i18n>Details</h2>
    <dl>
      <div>
        <dt i18n>Reason</dt>
        <dd class="said">{{ instance().reason }}</dd>
      </div>
      <div>
        <dt i18n>Owner</dt>
        <dd>
          @if (seesAccounts()) {
            <a [routerLink]="['/administration/accounts', instance().owner.id]">{{ instance().owner.username }}</a>
          } @else {
            {{ instance().owner.username }}
          }
        </dd>
      </div>
      <div>
        <dt i18n>Template</dt>
        <dd>{{ instance().templateId }}</dd>
      </div>
      <div>
        <dt i18n>Resources</dt>
        <dd>{{ resources() }}</dd>
      </div>
      @if (instance().node; as node) {
        <div>
          <dt i18n>Node</dt>
          <dd>
            {{ node }}
            @if (instance().vmid; as vmid) {
              · <ng-container i18n>guest {{ vmid }}</ng-container>
            }
          </dd>
        </div>
      }
      <div>
        <dt i18n>Requested</dt>
        <dd><app-ago [at]="instance().requestedAt" /></dd>
      </div>
    </dl>
  `,
  host: { class: 'panel' },
  styles: `
    dl {
      display: grid;
      gap: 10px;
    }
    dl > div {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
    }
    dt {
      color: var(--mat-sys-on-surface-variant);
    }
    dd {
      overflow-wrap: anywhere;
    }
    .said {
      white-space: pre-line;
    }
  `,
})
export class DetailsCard {
  readonly #session = inject(Session);

  readonly instance = input.required<InstanceDetail>();
  protected readonly seesAccounts = computed(() => this.#session.hasRole('admin', 'auditor'));
  protected readonly resources = computed(() => formatResources(this.instance().resources));
}
