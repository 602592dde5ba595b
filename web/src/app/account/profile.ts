import { Component, computed, inject } from '@angular/core';
import { roleLabels } from '../session/role-labels';
import { Session } from '../session/session';
import { DisplayNameForm } from './display-name-form';
import { EmailForm } from './email-form';

/** Who one is here: what can be changed, and what others decide. */
@Component({
  selector: 'app-profile',
  imports: [DisplayNameForm, EmailForm],
  template: `
    <section class="panel">
      <h2 i18n>Who you are</h2>
      <dl class="facts">
        <div>
          <dt i18n>Username</dt>
          <dd class="mono">{{ session.me()?.username }}</dd>
        </div>
        <div>
          <dt i18n>Roles</dt>
          <dd>{{ roles() }}</dd>
        </div>
        <div>
          <dt i18n>Groups</dt>
          <dd>{{ session.me()?.groups?.join(', ') }}</dd>
        </div>
      </dl>
      <p class="muted" i18n>
        The username is part of your domains, so it stays. Roles come from groups; admins decide on those.
      </p>
    </section>
    <app-display-name-form />
    <app-email-form />
  `,
  styleUrl: './account-section.scss',
})
export class Profile {
  protected readonly session = inject(Session);
  protected readonly roles = computed(() =>
    this.session
      .roles()
      .map((role) => roleLabels[role])
      .join(', '),
  );
}
