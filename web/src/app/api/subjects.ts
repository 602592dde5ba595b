import type { Change } from './contract';

/** A change of one instance, or of the process that works for it (`provisioning-<instance id>`). */
export const concernsInstance =
  (id: () => string) =>
  ({ subject }: Change): boolean =>
    subject.id === id() || subject.id.endsWith(`-${id()}`);

/** A change that may alter a list of instances: of an instance, of a process for one, of an owner's name. */
export const concernsInstances = ({ subject }: Change): boolean => subject.type !== 'read-model';

/** Work on an instance is told as a change of the instance. */
export const concernsProcesses = concernsInstances;

export const concernsEverything = (): boolean => true;
