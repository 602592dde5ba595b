import type { OwnedInstances } from '../../application/ports/owned-instances.ts';
import { instanceList } from '../../projections/instance-list/index.ts';
import { parts } from './registrations.ts';
import type { Parts } from './registrations.ts';

/** A read model that is further behind than this is in trouble: the step that asks is tried again later. */
const patienceMilliseconds = 30_000;

/** Whose instances are whose, by a read model that knows all that the log knew at the question. */
export const ownedInstancesOf = (all: Parts): OwnedInstances => {
  const { engine, instanceList: instances } = all.get(parts.readModels);
  return {
    of: async (accountId) => {
      const head = await all.get(parts.eventLog).head();
      const known = head === undefined || (await engine.waitFor(instanceList.name, head, patienceMilliseconds));
      if (!known) throw new Error('The list of instances has not caught up with the log.');
      return instances.mine(accountId).map(({ id }) => id);
    },
  };
};
