import type { Account } from '../api/contract';
import { unknownLook, type StateLook } from '../design/tone';

const looks: Readonly<Record<Account['state'], StateLook>> = {
  waiting: { label: $localize`Waiting for its mail`, tone: 'wait', icon: 'hourglass_top' },
  'turned-away': { label: $localize`Turned away`, tone: 'off', icon: 'block' },
  lapsed: { label: $localize`Lapsed`, tone: 'off', icon: 'cancel' },
  verified: { label: $localize`Being set up`, tone: 'busy', icon: 'progress_activity' },
  active: { label: $localize`Active`, tone: 'good', icon: 'check_circle' },
  erasing: { label: $localize`Being erased`, tone: 'busy', icon: 'progress_activity' },
  erased: { label: $localize`Erased`, tone: 'off', icon: 'person_off' },
};

const disabledLook: StateLook = { label: $localize`Disabled`, tone: 'bad', icon: 'block' };

/** How an account stands; that it is disabled counts more than that it is active. Takes any text: the server may be newer. */
export const accountLook = ({ state, disabled }: Readonly<{ state: string; disabled: boolean }>): StateLook => {
  if (disabled && state === 'active') return disabledLook;
  return state in looks ? looks[state as Account['state']] : unknownLook(state);
};

/** What each state means, for whoever meets it the first time; undefined where the word says it all. */
export const stateSentence = (state: Account['state']): string | undefined => sentences[state];

const sentences: Readonly<Partial<Record<Account['state'], string>>> = {
  waiting: $localize`Somebody signed up and has not opened the link in the mail yet. Without that the names are free again after a while.`,
  'turned-away': $localize`Somebody signed up with an address that has an account or waits already; its owner was told by mail. The names are free again after a while.`,
  lapsed: $localize`Nobody opened the link in time. The names are free again.`,
  verified: $localize`The address is verified, and the user is being made in FreeIPA.`,
  erasing: $localize`As the person asked, their instances, user and names are being removed.`,
  erased: $localize`As the person asked, they were forgotten. What is left says what happened, and not to whom.`,
};

/** What one can filter by, in the words of the API. */
export const accountFilters = [
  { value: 'waiting', label: $localize`Waiting` },
  { value: 'active', label: $localize`Active` },
  { value: 'disabled', label: $localize`Disabled` },
  { value: 'erased', label: $localize`Erased` },
] as const;
