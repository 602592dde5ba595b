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
export type ProcessDefinition = Readonly<{
  kind: ProcessKind;
  steps: readonly StepDefinition[];
  /** Why nobody can give it up, for people; absent where an admin can. */
  onlyForward?: string;
}>;

/** Every kind of process that this version runs. No kind begins with another one and a hyphen, so that ids can be read back. */
export const processKinds = [
  'provisioning',
  'power',
  'deletion',
  'sign-up',
  'activation',
  'lapse',
  'password-reset',
  'profile-change',
  'email-change',
  'standing',
  'erasure',
  'mail',
  'chat',
] as const;
export type ProcessKind = (typeof processKinds)[number];

/** False for a kind that only another version runs. */
export const isProcessKind = (kind: string): kind is ProcessKind => processKinds.some((known) => known === kind);

/**
 * Process id, also its stream: `provisioning-<instanceId>`. A subject that can need a process of its kind more than once
 * (an account that is disabled again) has a second part after a dot: `standing-<accountId>.<revision>`.
 */
export const processIdOf = (kind: ProcessKind, subject: string): string => `${kind}-${subject}`;

/** What a subject is about, without the part that tells several processes of it apart. */
export const aggregateOf = (subject: string): string => subject.split('.', 1)[0] ?? subject;

/** The part after the dot; empty when there is none. */
export const turnOf = (subject: string): string => subject.slice(aggregateOf(subject).length + 1);

/** Reads what {@link processIdOf} wrote; undefined for a kind that this version does not know. */
export const parseProcessId = (processId: string): Readonly<{ kind: ProcessKind; subject: string }> | undefined => {
  const kind = processKinds.find((candidate) => processId.startsWith(`${candidate}-`));
  return kind === undefined ? undefined : { kind, subject: processId.slice(kind.length + 1) };
};
