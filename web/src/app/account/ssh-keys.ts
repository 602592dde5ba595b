import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import type { SshKey, SshKeyList } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { OwnAccount } from '../api/own-account';
import { concernsAccount } from '../api/subjects';
import { CopyButton } from '../design/copy-button';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { Session } from '../session/session';
import { AddSshKey } from './add-ssh-key';
import { keyName, keyTypeOf } from './key-type';
import { removeKeyDialog } from './remove-key-dialog';

/** The keys that new instances let in. */
@Component({
  selector: 'app-ssh-keys',
  imports: [AddSshKey, CopyButton, MatButton, ProblemNote, ScreenState, SkeletonList],
  templateUrl: './ssh-keys.html',
  styleUrl: './account-section.scss',
})
export class SshKeys {
  readonly #own = inject(OwnAccount);
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(Session);

  protected readonly query = liveQuery<SshKeyList>(
    () => '/v1/me/ssh-keys',
    concernsAccount(() => this.#session.me()?.id ?? ''),
  );
  protected readonly typeOf = keyTypeOf;
  protected readonly nameOf = keyName;

  protected removeLabel(key: SshKey): string {
    return $localize`Remove ${keyName(key)}:key:…`;
  }

  protected remove(key: SshKey): void {
    removeKeyDialog(this.#dialog, this.#own, key, () => this.query.reload());
  }
}
