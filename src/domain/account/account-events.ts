import type { DomainEvent } from '../kernel/event.ts';
import type { PasswordEvent } from './password-events.ts';
import type { ProfileEvent } from './profile-events.ts';
import type { SignUpEvent } from './sign-up-events.ts';
import type { StandingEvent } from './standing-events.ts';

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

/** Everything that the person behind an account did that is kept, but that changed nothing. */
type PersonalDataExported = DomainEvent<'personal-data-exported', { accountId: string }>;

export type AccountEvent =
  AccountLinked | SignUpEvent | PasswordEvent | ProfileEvent | StandingEvent | PersonalDataExported;
