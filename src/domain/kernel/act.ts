import { DomainError } from './domain-error.ts';
import type { RefusalFacts, RefusalKind } from './domain-error.ts';

/**
 * Something a person may do to an aggregate now, or why not.
 * Pages show it and deciders insist on it, so what is offered is what is accepted.
 */
export type Act =
  | Readonly<{ allowed: true }>
  | Readonly<{ allowed: false; kind: RefusalKind; code: string; reason: string; facts: RefusalFacts }>;

export const allowed: Act = { allowed: true };

/** `reason` is the sentence a person reads beside the greyed-out button, and in the refusal. */
export const barred = (kind: RefusalKind, code: string, reason: string, facts: RefusalFacts = {}): Act => ({
  allowed: false,
  kind,
  code,
  reason,
  facts,
});

/** @throws DomainError when the act is barred */
export const insist = (act: Act): void => {
  if (!act.allowed) throw new DomainError(act.kind, act.code, act.reason, act.facts);
};

/** The first rule that bars the act, else allowed. */
export const every = (...rules: readonly (() => Act)[]): Act => {
  for (const rule of rules) {
    const act = rule();
    if (!act.allowed) return act;
  }
  return allowed;
};
