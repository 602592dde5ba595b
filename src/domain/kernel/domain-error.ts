/** The facts behind a refusal, shown beside the sentence: plain values only, never secrets. */
export type RefusalFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** How a refusal relates to the request; adapters translate it (HTTP status, exit code). `later`: the same request will do, in a while. */
export type RefusalKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'limit' | 'later';

/**
 * A command that the rules refuse. `code` is stable and part of the public contract;
 * `message` is the sentence a person reads.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly kind: RefusalKind;
  readonly code: string;
  readonly facts: RefusalFacts;

  constructor(kind: RefusalKind, code: string, message: string, facts: RefusalFacts = {}) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.facts = facts;
  }
}
