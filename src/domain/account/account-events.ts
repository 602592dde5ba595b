import type { DomainEvent } from '../kernel/event.ts';

/** A person of the directory was seen for the first time, or with changed particulars. */
export type AccountLinked = DomainEvent<
  'account-linked',
  {
    accountId: string;
    /** Personal. */
    username: string;
    /** Personal. */
    email: string;
    /** Personal. */
    displayName: string;
  }
>;

export type AccountEvent = AccountLinked;
