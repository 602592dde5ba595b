import { Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { InstanceDetail } from '../api/contract';
import { CopyButton } from '../design/copy-button';

/** The exact things to copy: SSH command first, then domain and address. */
@Component({
  selector: 'app-access-card',
  imports: [CopyButton, MatIcon],
  template: `
    <h2 i18n>How to reach it</h2>
    <dl>
      @if (instance().sshCommand; as command) {
        <div>
          <dt i18n>SSH</dt>
          <dd>
            <code data-testid="ssh-command">{{ command }}</code>
            <app-copy-button [text]="command" label="Copy the SSH command" i18n-label />
          </dd>
        </div>
      }
      @for (domain of instance().domains; track domain) {
        <div>
          <dt i18n>Domain</dt>
          <dd>
            <a class="mono" [href]="'https://' + domain" target="_blank" rel="noopener" data-testid="domain"
              >{{ domain
              }}<mat-icon svgIcon="open_in_new" aria-label="opens in a new tab" i18n-aria-label aria-hidden="false"
            /></a>
            <app-copy-button [text]="domain" label="Copy the domain" i18n-label />
          </dd>
        </div>
      }
      @if (instance().address; as address) {
        <div>
          <dt i18n>Address</dt>
          <dd>
            <code data-testid="address">{{ address }}</code>
            <app-copy-button [text]="address" label="Copy the address" i18n-label />
          </dd>
        </div>
      }
    </dl>
  `,
  host: { class: 'panel' },
  styles: `
    dl > div {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      align-items: center;
    }
    dl > div + div {
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    dt {
      color: var(--mat-sys-on-surface-variant);
    }
    dd {
      display: flex;
      gap: 8px;
      align-items: center;
      justify-content: space-between;
      min-height: 48px;
      min-width: 0;
    }
    dd > :first-child {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    a mat-icon {
      width: 16px;
      height: 16px;
      margin-left: 4px;
      vertical-align: -3px;
    }
    @media (width < 600px) {
      dl > div {
        grid-template-columns: minmax(0, 1fr);
        padding-top: 8px;
      }
    }
  `,
})
export class AccessCard {
  readonly instance = input.required<InstanceDetail>();
}
