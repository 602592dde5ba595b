import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MessagePage } from '../design/message-page';
import { Session } from '../session/session';

/** In place of any page for a person whose account is disabled or erased. */
@Component({
  selector: 'app-barred',
  imports: [MatButton, MessagePage],
  template: `
    @if (erased()) {
      <app-message-page icon="person_off" heading="Your account is being erased" i18n-heading>
        <p i18n>
          As you asked, everything of yours is removed: your instances, your user and your names. When it is done a last
          mail says so. There is no way back.
        </p>
        <button act matButton="filled" type="button" (click)="session.signOut()" i18n>Sign out</button>
      </app-message-page>
    } @else {
      <app-message-page icon="block" heading="Your account is disabled" i18n-heading>
        <p i18n>
          An admin has disabled it, so you can do nothing here for now. Nothing on your instances is deleted by that.
        </p>
        <p i18n>The reason is in the mail that was sent to you. Answer it if you think that it is a mistake.</p>
        <ng-container act>
          <button matButton="filled" type="button" (click)="session.knock()" i18n>Look again</button>
          <button matButton="outlined" type="button" (click)="session.signOut()" i18n>Sign out</button>
        </ng-container>
      </app-message-page>
    }
  `,
})
export class Barred {
  protected readonly session = inject(Session);
  protected readonly erased = computed(() => this.session.barred()?.code === 'account-erased');
}
