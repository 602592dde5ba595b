import type { MatDialog } from '@angular/material/dialog';
import type { OwnAccount } from '../api/own-account';
import { openActDialog } from '../design/act-dialog';

export type ErasureFacts = Readonly<{
  username: string;
  /** Hostnames of the instances that go with the account. */
  hostnames: readonly string[];
  /** `7 days` */
  grace: string;
}>;

/** What is gone after an erasure, one line each. */
export const lostByErasure = ({ username, hostnames }: ErasureFacts): readonly string[] => [
  ...(hostnames.length === 0
    ? []
    : [$localize`Your instances and everything on their disks: ${hostnames.join(', ')}:hostnames:.`]),
  $localize`Your user in FreeIPA with its password and SSH keys: you can sign in with it nowhere any more.`,
  $localize`Your names: others can take ${username}:username:, your e-mail address and the domains of your instances.`,
];

/** What stays after an erasure. */
export const keptByErasure: readonly string[] = [
  $localize`What happened, in the history, without anything that says it was you.`,
];

/** Asks before the account is erased. */
export const erasureDialog = (
  dialog: MatDialog,
  own: OwnAccount,
  { facts, requested }: Readonly<{ facts: ErasureFacts; requested: () => void }>,
): void => {
  openActDialog(dialog, {
    heading: $localize`Erase your account?`,
    sentence: $localize`It begins in ${facts.grace}:duration:. Until then you can think better of it; afterwards there is no way back and no copy.`,
    lost: lostByErasure(facts),
    kept: keptByErasure,
    confirmation: { label: $localize`Your username, to confirm`, word: facts.username },
    verb: $localize`Erase my account`,
    danger: true,
    run: async (_reason, commandId) => {
      await own.requestErasure(facts.username, commandId);
      requested();
    },
  });
};
