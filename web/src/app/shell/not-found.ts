import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ScreenState } from '../design/screen-state';

@Component({
  selector: 'app-not-found',
  imports: [MatButton, RouterLink, ScreenState],
  template: `<app-screen-state
    [wholePage]="true"
    icon="search"
    heading="There is no such page"
    i18n-heading
    sentence="The address is wrong, or the page has moved."
    i18n-sentence
  >
    <a matButton="tonal" routerLink="/instances" i18n>My instances</a>
  </app-screen-state>`,
})
export class NotFound {}
