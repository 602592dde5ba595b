import type { Change } from './contract';

/** A change of one instance, or of the process that works for it (`provisioning-<instance id>`). */
export const concernsInstance =
  (id: () => string) =>
  ({ subject }: Change): boolean =>
    subject.id === id() || subject.id.endsWith(`-${id()}`);

/** A change that may alter a list of instances or of the processes that work for them: of an instance, of a process for one, of an owner's name. */
export const concernsInstances = ({ subject }: Change): boolean => subject.type !== 'read-model';

export const concernsEverything = (): boolean => true;
