import type { MatDialog } from '@angular/material/dialog';
import type { Commands } from '../api/commands';
import { openActDialog } from '../design/act-dialog';

type ProcessName = Readonly<{ id: string; /** What the process works for, as people know it. */ subject: string }>;

/** Lets a process that is held up try its step again. */
export const retryDialog = (dialog: MatDialog, commands: Commands, { id, subject }: ProcessName): void => {
  openActDialog(dialog, {
    heading: $localize`Try again for ${subject}:subject:?`,
    sentence: $localize`The step that failed is tried again, from the place where it stopped.`,
    reason: { label: $localize`What has changed since it failed`, maxLength: 280 },
    verb: $localize`Try again`,
    danger: false,
    run: (reason, commandId) => commands.retryProcess(id, reason, commandId),
  });
};

/** Gives a process up; what it had made is taken back. */
export const abandonDialog = (dialog: MatDialog, commands: Commands, { id, subject }: ProcessName): void => {
  openActDialog(dialog, {
    heading: $localize`Give up on ${subject}:subject:?`,
    lost: [
      $localize`The guest on Proxmox and its disk, if they exist already.`,
      $localize`Its number, address and name, which become free again.`,
    ],
    kept: [$localize`The history of what was tried, and of what failed.`],
    reason: { label: $localize`Reason`, maxLength: 280 },
    verb: $localize`Give up and clean up`,
    danger: true,
    run: (reason, commandId) => commands.abandonProcess(id, reason, commandId),
  });
};
