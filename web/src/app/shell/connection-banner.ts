import { Component, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { ChangeStream } from '../api/change-stream';

/** Says that what is on the screen may be old, while the stream of changes is down. */
@Component({
  selector: 'app-connection-banner',
  imports: [MatIcon],
  template: `
    @if (stream.lost()) {
      <div class="banner">
        <mat-icon svgIcon="cloud_off" aria-hidden="true" />
        <span i18n>The connection is lost, so this page may be out of date. It is being restored.</span>
      </div>
    }
  `,
  host: { role: 'status' },
  styles: `
    .banner {
      display: flex;
      gap: 12px;
      align-items: center;
      justify-content: center;
      padding: 8px 16px;
      background: var(--tone-wait-ground);
      color: var(--tone-wait-text);
      animation: appear 200ms 1500ms backwards;
    }
    mat-icon {
      flex: none;
    }
    /* A server that restarts is back within a second; nobody needs to hear of that. */
    @keyframes appear {
      from {
        margin-top: -40px;
        opacity: 0;
      }
    }
  `,
})
export class ConnectionBanner {
  protected readonly stream = inject(ChangeStream);
}
