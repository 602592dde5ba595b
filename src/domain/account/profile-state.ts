import { unreachable } from '../kernel/unreachable.ts';
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

/**
 * Open wishes after an event. A new wish for an address takes the place of one that nobody confirmed.
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
      return [...changes, { kind: 'add-ssh-key', changeId, key, fingerprint, keyType }];
    }
    case 'ssh-key-removal-requested': {
      const { key, fingerprint, keyType } = data;
      return [...changes, { kind: 'remove-ssh-key', changeId, key, fingerprint, keyType }];
    }
    case 'display-name-chosen':
      return [...changes, { kind: 'display-name', changeId, displayName: data.displayName }];
    case 'email-change-requested':
      return [
        ...changes.filter((change) => change.kind !== 'email' || change.previous !== undefined),
        { kind: 'email', changeId, email: data.email, previous: undefined },
      ];
    case 'email-change-confirmed':
      return changes.map((change) =>
        change.kind === 'email' && change.changeId === changeId ? { ...change, previous: current } : change,
      );
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
