/** What a node of the cluster reports; bytes. */
export type NodeLoad = Readonly<{ name: string; online: boolean; memoryTotal: number; memoryUsed: number }>;

export type NodeWish = Readonly<{
  /** Nodes on which nothing is created. */
  excluded: readonly string[];
  /** The only node that will do: where the template to clone lies. */
  only: string | undefined;
  memoryMiB: number;
}>;

const bytesPerMiB = 2 ** 20;

/** The node with the most free memory among those that are online, allowed, and have enough; by name when equal. */
export const chooseNode = (nodes: readonly NodeLoad[], wish: NodeWish): string | undefined => {
  const free = ({ memoryTotal, memoryUsed }: NodeLoad): number => memoryTotal - memoryUsed;
  return nodes
    .filter(({ online }) => online)
    .filter(({ name }) => !wish.excluded.includes(name) && (wish.only === undefined || wish.only === name))
    .filter((node) => free(node) >= wish.memoryMiB * bytesPerMiB)
    .toSorted((left, right) => free(right) - free(left) || (left.name < right.name ? -1 : 1))[0]?.name;
};
