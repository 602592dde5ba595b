import { Injectable, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';

const product = 'Netsoc Cloud';

/** `Audit log · Netsoc Cloud`; pages that know better (an instance's name) call `set` themselves. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.set(this.buildTitle(snapshot));
  }

  set(page: string | undefined): void {
    this.#title.setTitle(page === undefined ? product : `${page} · ${product}`);
  }
}
