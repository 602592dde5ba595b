import type { AccountEvent } from './account-events.ts';
import type { AccountState } from './account-state.ts';

/** Names that can be held for one account at a time. */
export type AccountNames = Readonly<{ usernames: readonly string[]; emails: readonly string[] }>;

/** What an account holds for as long as it is what it is: its own names, and addresses that it shows to be its own. */
const neededNames = ({ phase, particulars, changes }: AccountState): AccountNames => {
  // Nobody is behind it any more, or nobody ever was.
  if (phase === 'lapsed' || phase === 'erasing' || phase === 'erased') return { usernames: [], emails: [] };
  const confirmed = changes.flatMap((change) =>
    change.kind === 'email' && change.previous !== undefined ? [change.email] : [],
  );
  return { usernames: [particulars.username], emails: [particulars.email, ...confirmed] };
};

/** Names that an account has had, as far as its history can be read, and that it wished for, but does not need any more. */
export const unneededNames = (history: readonly AccountEvent[], state: AccountState): AccountNames => {
  const needed = neededNames(state);
  const emails: string[] = [];
  const usernames: string[] = [];
  for (const { type, data } of history) {
    switch (type) {
      case 'account-linked':
      case 'sign-up-received':
        usernames.push(data.username);
        emails.push(data.email);
        break;
      case 'email-change-requested':
        emails.push(data.email);
        break;
      case 'email-changed':
        emails.push(data.email, data.previous);
        break;
      default:
      // Every other event names nobody.
    }
  }
  return { usernames: without(usernames, needed.usernames), emails: without(emails, needed.emails) };
};

/** Each once; names are equal whatever their case. */
const without = (names: readonly string[], needed: readonly string[]): readonly string[] => {
  const kept = new Set(needed.map((name) => name.toLowerCase()));
  return [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => !kept.has(name));
};
