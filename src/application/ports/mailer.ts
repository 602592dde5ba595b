/** A letter to one person, before it is set in type: plain text everywhere, no markup. */
export type Letter = Readonly<{
  subject: string;
  /** One line above the text: `Welcome, ada`. */
  heading: string;
  paragraphs: readonly string[];
  /** Facts in rows: `Address` – `10.10.10.7`. */
  facts?: readonly Readonly<{ label: string; value: string }>[];
  /** What somebody else wrote, set apart: the reason of a refusal. */
  quote?: string;
  /** The one thing to do. The address may hold a single-use link in its fragment. */
  action?: Readonly<{ label: string; url: string }>;
  /** Small print: how long a link works, what to do when one did not ask for it. */
  notes?: readonly string[];
}>;

export type OutgoingMail = Readonly<{
  /**
   * The same for every try of one mail: letters, digits, dots and hyphens. It becomes the mail's Message-ID, so that a mailbox
   * shows one mail even when the answer of the first try was lost.
   */
  id: string;
  to: Readonly<{ email: string; name: string }>;
  /** Kind of the mail, for SendGrid's statistics: `request-approved`. */
  category: string;
  letter: Letter;
}>;

/**
 * - `unreachable`: no answer; the mail may have been taken
 * - `busy`: overloaded, or too many mails in a short time
 * - `denied`: our key was refused
 * - `rejected`: the mail was refused as it stands
 */
export type MailFailure = 'unreachable' | 'busy' | 'denied' | 'rejected';

/** The message is the provider's own words, without the person's address. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly failure: MailFailure;

  constructor(failure: MailFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

export type Mailer = Readonly<{
  /** Resolves once the provider has taken the mail. @throws MailError */
  send: (mail: OutgoingMail) => Promise<void>;
}>;
