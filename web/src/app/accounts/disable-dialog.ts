import type { MatDialog } from '@angular/material/dialog';
import type { Commands } from '../api/commands';
import { openActDialog } from '../design/act-dialog';

const longestReason = 280;

/** Asks an admin why somebody is locked out, and what becomes of their instances. */
export const disableDialog = (
  dialog: MatDialog,
  commands: Commands,
  { id, username }: Readonly<{ id: string; username: string }>,
): void => {
  openActDialog(dialog, {
    heading: $localize`Disable ${username}:username:?`,
    sentence: $localize`${username}:username: gets a mail with your reason.`,
    choice: {
      label: $localize`Their instances`,
      options: [
        {
          value: 'stop',
          label: $localize`Stop them`,
          lost: [$localize`Their instances stop: their websites and services are down.`],
          kept: [
            $localize`What is on the disks of the instances; they start by themselves when the account is enabled.`,
          ],
        },
        {
          value: 'stay',
          label: $localize`Let them run`,
          kept: [$localize`Their instances run on, and so do their keys on them.`],
        },
      ],
    },
    lost: [
      $localize`They can not sign in any more, here and wherever FreeIPA is asked, and every session of theirs ends.`,
    ],
    kept: [$localize`The account with its names, groups and keys: you can enable it again at any time.`],
    reason: { label: $localize`Reason`, maxLength: longestReason },
    verb: $localize`Disable the account`,
    danger: true,
    run: (reason, commandId, instances) =>
      commands.disableAccount(id, { reason, instances: instances === 'stay' ? 'stay' : 'stop' }, commandId),
  });
};
