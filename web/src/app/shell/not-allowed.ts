import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ScreenState } from '../design/screen-state';

@Component({
  selector: 'app-not-allowed',
  imports: [MatButton, RouterLink, ScreenState],
  template: `<app-screen-state
    [wholePage]="true"
    icon="lock"
    heading="This page is for admins and auditors"
    i18n-heading
    sentence="Your roles come from your groups in the directory; an admin can say more."
    i18n-sentence
  >
    <a matButton="tonal" routerLink="/instances" i18n>My instances</a>
  </app-screen-state>`,
})
export class NotAllowed {}
