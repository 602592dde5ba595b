/** How far a process has come, as the read models know. */
export type ProcessOutcomes = Readonly<{
  /** Resolves true once the process has ended, false when it has not within the time, or waits for an admin. */
  ended: (processId: string, timeoutMilliseconds: number) => Promise<boolean>;
}>;
