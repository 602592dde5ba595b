/** Which instances are whose: a question to a read model that has caught up with the log as it is at the call. */
export type OwnedInstances = Readonly<{
  /** Ids of every instance the person ever asked for. */
  of: (accountId: string) => Promise<readonly string[]>;
}>;
