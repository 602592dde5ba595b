import type { MatDialog } from '@angular/material/dialog';
import type { Commands } from '../api/commands';
import { openActDialog } from '../design/act-dialog';

export type ProcessName = Readonly<{
  id: string;
  kind: string;
  /** What the process works for, as people know it. */
  subject: string;
}>;

type Consequences = Readonly<{ lost: readonly string[]; kept: readonly string[] }>;

const history = $localize`The history of what was tried, and of what failed.`;

const signUp: Consequences = {
  lost: [$localize`The sign-up: its names become free again, and the person has to sign up once more.`],
  kept: [history],
};

/** What giving up means, where it means more than that the rest is not done. */
const consequences: Readonly<Record<string, Consequences>> = {
  provisioning: {
    lost: [
      $localize`The guest on Proxmox and its disk, if they exist already.`,
      $localize`Its number, address and name, which become free again.`,
    ],
    kept: [history],
  },
  'sign-up': signUp,
  activation: signUp,
};
const rest: Consequences = {
  lost: [$localize`What this work has not done yet: it is done by nobody any more.`],
  kept: [$localize`What it has done already.`, history],
};

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
export const abandonDialog = (dialog: MatDialog, commands: Commands, { id, kind, subject }: ProcessName): void => {
  openActDialog(dialog, {
    heading: $localize`Give up on ${subject}:subject:?`,
    ...(consequences[kind] ?? rest),
    reason: { label: $localize`Reason`, maxLength: 280 },
    verb: $localize`Give up and clean up`,
    danger: true,
    run: (reason, commandId) => commands.abandonProcess(id, reason, commandId),
  });
};
