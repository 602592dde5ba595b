import type { DomainEvent } from '../kernel/event.ts';

/** Plain JSON that a process remembers about a step: identities it will use, references it got, results. */
export type StepFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/**
 * The history of one process (`provisioning-<instanceId>`, later `deletion-…`, `sign-up-…`).
 * One vocabulary for every kind of process, so that one kernel, one page and one log explain them all.
 */
type About = {
  /** Process id, also the stream name: `provisioning-<instanceId>`. */
  processId: string;
};

type ProcessStarted = DomainEvent<
  'process-started',
  About & {
    /** Kind of process: `provisioning`. */
    kind: string;
    /** Aggregate it works for: an instance id. */
    subject: string;
    /** What the process needs to know from its trigger; never personal, never secret. */
    input: StepFacts;
  }
>;

/** Written BEFORE an effect, with the external identity it will use (node, vmid, address). */
type StepIntended = DomainEvent<
  'step-intended',
  About & { step: string; /** 1 for the first try. */ attempt: number; facts: StepFacts; compensating: boolean }
>;

/** Something became known while an effect runs: the UPID, new task log lines. */
type StepProgressed = DomainEvent<
  'step-progressed',
  About & { step: string; facts: StepFacts; log: readonly string[] }
>;

type StepSucceeded = DomainEvent<'step-succeeded', About & { step: string; facts: StepFacts; compensating: boolean }>;

type StepFailed = DomainEvent<
  'step-failed',
  About & {
    step: string;
    attempt: number;
    /** A sentence a person understands. */
    cause: string;
    /** Error class that chose the backoff. */
    errorClass: string;
    /** ISO time of the next try; null when there is none (the process parks). */
    retryAt: string | null;
    compensating: boolean;
  }
>;

/** Tries ran out, or the failure is of a kind that no retry mends. Waits for an admin. */
type ProcessParked = DomainEvent<'process-parked', About & { step: string; cause: string }>;

/** An admin said: try again. */
type ProcessResumed = DomainEvent<'process-resumed', About & { reason: string }>;

/** An admin gave up: the steps done are compensated in reverse order. */
type ProcessAbandoned = DomainEvent<'process-abandoned', About & { reason: string }>;

export type ProcessCompleted = DomainEvent<'process-completed', About & { outcome: 'succeeded' | 'compensated' }>;

export type ProcessEvent =
  | ProcessStarted
  | StepIntended
  | StepProgressed
  | StepSucceeded
  | StepFailed
  | ProcessParked
  | ProcessResumed
  | ProcessAbandoned
  | ProcessCompleted;
