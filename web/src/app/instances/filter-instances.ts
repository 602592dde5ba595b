import type { InstanceSummary } from '../api/contract';

/** The instances in a state (any when empty) whose hostname, owner, address or a domain holds the text, in the given order. */
export const filterInstances = (
  instances: readonly InstanceSummary[],
  { search, state }: Readonly<{ search: string; state: string }>,
): readonly InstanceSummary[] => {
  const text = search.trim().toLowerCase();
  return instances.filter(
    (instance) =>
      (state === '' || instance.state === state) &&
      (text === '' ||
        [instance.hostname, instance.owner.username, instance.address ?? '', ...instance.domains].some((value) =>
          value.toLowerCase().includes(text),
        )),
  );
};
