import type { MatDialog } from '@angular/material/dialog';
import type { Commands } from '../api/commands';
import { openActDialog } from '../design/act-dialog';

/** Asks an admin why a request is refused. */
export const refuseDialog = (
  dialog: MatDialog,
  commands: Commands,
  { id, hostname, owner }: Readonly<{ id: string; hostname: string; owner: string }>,
): void => {
  openActDialog(dialog, {
    heading: $localize`Refuse ${hostname}:hostname:?`,
    sentence: $localize`${owner}:owner: reads your reason, and can ask again.`,
    reason: { label: $localize`Reason`, maxLength: 280 },
    verb: $localize`Refuse the request`,
    danger: true,
    run: (reason, commandId) => commands.refuse(id, reason, commandId),
  });
};
