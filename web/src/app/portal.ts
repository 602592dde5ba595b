import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { NavigationFocus } from './shell/navigation-focus';
import { Theme } from './shell/theme';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: '<router-outlet />',
})
export class Portal {
  constructor() {
    inject(Theme);
    inject(NavigationFocus).start();
  }
}
