import { DestroyRef, Injectable, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ChangeStream } from '../api/change-stream';
import { Session } from './session';

/** Keeps what the portal knows of the person as fresh as everything else: another tab, an admin or a mail may change it. */
@Injectable({ providedIn: 'root' })
export class OwnAccountWatch {
  readonly #session = inject(Session);
  readonly #stream = inject(ChangeStream);
  readonly #destroyed = inject(DestroyRef);
  #started = false;

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#stream.changes.pipe(takeUntilDestroyed(this.#destroyed)).subscribe(({ type, subject }) => {
      if (subject.type !== 'account' || subject.id !== this.#session.me()?.id) return;
      if (type === 'email-changed') void this.#session.renew();
      else this.#session.reloadMe();
    });
    this.#stream.renewed.pipe(takeUntilDestroyed(this.#destroyed)).subscribe(() => this.#session.reloadMe());
  }
}
