import type { MatDialog } from '@angular/material/dialog';
import type { SshKey } from '../api/contract';
import type { OwnAccount } from '../api/own-account';
import { openActDialog } from '../design/act-dialog';
import { keyName, keyTypeOf } from './key-type';

/** Asks before a key is removed, and says which doors it no longer opens. */
export const removeKeyDialog = (dialog: MatDialog, own: OwnAccount, key: SshKey, removed: () => void): void => {
  openActDialog(dialog, {
    heading: $localize`Remove this key?`,
    sentence: `${keyName(key)} (${keyTypeOf(key)}) ${key.fingerprint}`,
    lost: [
      $localize`Instances that are made from now on do not let this key in.`,
      $localize`Machines that ask FreeIPA for your keys stop letting it in.`,
    ],
    kept: [
      $localize`Instances that you have already still let it in: take it out of ~/.ssh/authorized_keys there.`,
      $localize`You can add the key again at any time.`,
    ],
    verb: $localize`Remove the key`,
    danger: true,
    run: async (_reason, commandId) => {
      await own.removeSshKey(key.fingerprint, commandId);
      removed();
    },
  });
};
