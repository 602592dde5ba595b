import type { MatDialog } from '@angular/material/dialog';
import type { Commands } from '../api/commands';
import { openActDialog } from '../design/act-dialog';

/** Asks before a request is taken back, and says what goes and what stays. */
export const withdrawDialog = (
  dialog: MatDialog,
  commands: Commands,
  { id, hostname }: Readonly<{ id: string; hostname: string }>,
): void => {
  openActDialog(dialog, {
    heading: $localize`Withdraw the request for ${hostname}:hostname:?`,
    lost: [
      $localize`Your place in the queue: admins no longer see the request.`,
      $localize`The name ${hostname}:hostname:, which others can take from then on.`,
    ],
    kept: [
      $localize`The record that you asked and withdrew, in the history.`,
      $localize`You can ask again at any time.`,
    ],
    verb: $localize`Withdraw the request`,
    danger: true,
    run: (_reason, commandId) => commands.withdraw(id, commandId),
  });
};
