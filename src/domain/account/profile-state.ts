import { unreachable } from '../kernel/unreachable.ts';
import type { AccountEvent } from './account-events.ts';
import type { ProfileEvent } from './profile-events.ts';

/** A wish of a person about their own entry whose outcome is open. */
export type ProfileChange =
  | Readonly<{
      kind: 'add-ssh-key' | 'remove-ssh-key';
      changeId: string;
      key: string;
      fingerprint: string;
      keyType: string;
    }>
  | Readonly<{ kind: 'display-name'; changeId: string; displayName: string }>
  | Readonly<{
      kind: 'email';
      changeId: string;
      email: string;
      /** The address that the account had when this one was confirmed; undefined until then. */
      previous: string | undefined;
    }>;

const closed = (changes: readonly ProfileChange[], changeId: string): readonly ProfileChange[] =>
  changes.filter((change) => change.changeId !== changeId);

/** Whether two wishes are about one thing, which can only be one way: the name, the address, a key. */
export const aboutTheSame = (left: ProfileChange, right: ProfileChange): boolean =>
  'fingerprint' in left && 'fingerprint' in right ? left.fingerprint === right.fingerprint : left.kind === right.kind;

/** With a wish in place of those that it makes pointless. */
const inPlaceOfOthers = (changes: readonly ProfileChange[], wish: ProfileChange): readonly ProfileChange[] => [
  ...changes.filter((change) => !aboutTheSame(change, wish)),
  wish,
];

/**
 * Open wishes after an event. A newer wish takes the place of one about the same. An address does so only once it is confirmed;
 * until then it takes the place of one that was not confirmed either.
 * @param current the account's address before the event
 */
export const evolveChanges = (
  changes: readonly ProfileChange[],
  { type, data }: ProfileEvent,
  current: string,
): readonly ProfileChange[] => {
  const { changeId } = data;
  switch (type) {
    case 'ssh-key-submitted': {
      const { key, fingerprint, keyType } = data;
      return inPlaceOfOthers(changes, { kind: 'add-ssh-key', changeId, key, fingerprint, keyType });
    }
    case 'ssh-key-removal-requested': {
      const { key, fingerprint, keyType } = data;
      return inPlaceOfOthers(changes, { kind: 'remove-ssh-key', changeId, key, fingerprint, keyType });
    }
    case 'display-name-chosen':
      return inPlaceOfOthers(changes, { kind: 'display-name', changeId, displayName: data.displayName });
    case 'email-change-requested':
      return [
        ...changes.filter((change) => change.kind !== 'email' || change.previous !== undefined),
        { kind: 'email', changeId, email: data.email, previous: undefined },
      ];
    case 'email-change-confirmed': {
      const wish = changes.find((change) => change.changeId === changeId);
      return wish?.kind === 'email' ? inPlaceOfOthers(changes, { ...wish, previous: current }) : changes;
    }
    case 'ssh-key-added':
    case 'ssh-key-removed':
    case 'display-name-changed':
    case 'email-changed':
    case 'profile-change-refused':
      return closed(changes, changeId);
    default:
      return unreachable(type);
  }
};

/** Every wish that was ever stored, oldest first, whatever became of it. */
export const wishesIn = (history: readonly AccountEvent[]): readonly ProfileChange[] =>
  history.flatMap((event) => {
    switch (event.type) {
      case 'ssh-key-submitted':
      case 'ssh-key-removal-requested':
      case 'display-name-chosen':
      case 'email-change-requested':
        return evolveChanges([], event, '');
      default:
        return [];
    }
  });
