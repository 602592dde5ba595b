import type { Process } from '../api/contract';

/** What a process is for, and the page of what it works for. */
export type ProcessAbout = Readonly<{ title: string; instanceId: string | undefined; accountId: string | undefined }>;

type Of = 'instance' | 'account' | 'message' | 'nobody';

const kinds: Readonly<Record<string, Readonly<{ title: string; of: Of }>>> = {
  provisioning: { title: $localize`Provisioning of`, of: 'instance' },
  power: { title: $localize`Stopping or starting`, of: 'instance' },
  deletion: { title: $localize`Deletion of`, of: 'instance' },
  'sign-up': { title: $localize`Sign-up of`, of: 'account' },
  activation: { title: $localize`Making the account`, of: 'account' },
  lapse: { title: $localize`Letting a sign-up lapse:`, of: 'account' },
  'password-reset': { title: $localize`Link for a new password`, of: 'nobody' },
  'profile-change': { title: $localize`Change of the profile of`, of: 'account' },
  'email-change': { title: $localize`New address of`, of: 'account' },
  standing: { title: $localize`Disabling or enabling`, of: 'account' },
  erasure: { title: $localize`Erasure of`, of: 'account' },
  mail: { title: $localize`Mail about`, of: 'message' },
  chat: { title: $localize`Line to the admins about`, of: 'message' },
};

/**
 * Reads kind and subject: an id, with a second part after a dot where there can be several (`standing` of an account), or of
 * messages `<topic>.<instance|account>-<id>.<revision>`. A kind of a newer server keeps its name.
 */
export const processAbout = ({ kind, subject }: Pick<Process, 'kind' | 'subject'>): ProcessAbout => {
  const known = kinds[kind];
  const [, family, id] = /(?:^|\.)(instance|account)-([0-9a-f-]{36})/.exec(subject) ?? [];
  const aggregate = subject.split('.')[0];
  const of = known?.of === 'message' ? family : known?.of;
  return {
    title: known?.title ?? kind,
    instanceId: of === 'instance' ? (id ?? aggregate) : undefined,
    accountId: of === 'account' ? (id ?? aggregate) : undefined,
  };
};
