import type { Change } from './contract';

/** A change of one instance, or of the process that works for it (`provisioning-<instance id>`). */
export const concernsInstance =
  (id: () => string) =>
  ({ subject }: Change): boolean =>
    subject.id === id() || subject.id.endsWith(`-${id()}`);

/** A change that may alter a list of instances or of the processes that work for them: of an instance, of a process for one, of an owner's name. */
export const concernsInstances = ({ subject }: Change): boolean => subject.type !== 'read-model';

/** A change of one account, or of the work that is done for it. */
export const concernsAccount =
  (id: () => string) =>
  ({ subject }: Change): boolean =>
    subject.type === 'account' && subject.id === id();

/** A change that may alter a list of accounts: each also says how many instances the person holds. */
export const concernsAccounts = ({ subject }: Change): boolean =>
  subject.type === 'account' || subject.type === 'instance';

export const concernsEverything = (): boolean => true;
