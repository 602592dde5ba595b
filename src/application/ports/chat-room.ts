/** A line for the admins' chat: facts only, never who a person is. */
export type ChatMessage = Readonly<{
  text: string;
  /** Where to look or decide. */
  link?: Readonly<{ label: string; url: string }>;
}>;

/**
 * - `unreachable`: no answer; the message may have been posted
 * - `busy`: too many messages in a short time, or overloaded
 * - `denied`: the webhook is gone or not ours
 * - `rejected`: the message was refused as it stands
 */
export type ChatFailure = 'unreachable' | 'busy' | 'denied' | 'rejected';

export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly failure: ChatFailure;

  constructor(failure: ChatFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

export type ChatRoom = Readonly<{
  /** Resolves once the message is posted. Mentions in it mention nobody. @throws ChatError */
  post: (message: ChatMessage) => Promise<void>;
}>;
