/** One step of a process, as data: what is stored, shown and, when the process is abandoned, taken back. */
export type StepDefinition = Readonly<{
  /** Stable, stored in events: `create-guest`. */
  name: string;
  /** For people: `Create the guest`. */
  title: string;
  /** What taking the step back means, for people; undefined when there is nothing to take back. */
  compensation: string | undefined;
}>;

/** A kind of long-running work: its steps in order. One kernel (process-decider.ts) runs them all. */
export type ProcessDefinition = Readonly<{ kind: ProcessKind; steps: readonly StepDefinition[] }>;

/** Every kind of process that this version runs. */
const processKinds = ['provisioning'] as const;
export type ProcessKind = (typeof processKinds)[number];

/** Process id, also its stream: `provisioning-<instanceId>`. */
export const processIdOf = (kind: ProcessKind, subject: string): string => `${kind}-${subject}`;

/** Reads what {@link processIdOf} wrote; undefined for a kind that this version does not know. */
export const parseProcessId = (processId: string): Readonly<{ kind: ProcessKind; subject: string }> | undefined => {
  const kind = processKinds.find((candidate) => processId.startsWith(`${candidate}-`));
  return kind === undefined ? undefined : { kind, subject: processId.slice(kind.length + 1) };
};
