import type { DatabaseSync } from 'node:sqlite';
import type { AccountPhase } from '../../domain/account/account-state.ts';
import type { RowChanges } from '../engine/projection.ts';

type OfAccount = Readonly<{ event: { data: { accountId: string } }; revision: number; metadata: { at: string } }>;

/** One row per account, from the moment somebody signs up or signs in. */
export const project = (database: DatabaseSync): RowChanges => {
  const signUp = database.prepare(`
    INSERT OR REPLACE INTO account (account_id, phase, username, email, display_name, since, changed_at, revision)
    VALUES (?, 'waiting', ?, ?, ?, ?, ?, ?)`);
  const link = database.prepare(`
    INSERT INTO account (account_id, phase, username, email, display_name, since, changed_at, revision)
    VALUES (?, 'active', ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET phase = 'active', username = excluded.username, email = excluded.email,
      display_name = excluded.display_name, changed_at = excluded.changed_at, revision = excluded.revision`);
  const set = (assignments: string) =>
    database.prepare(`UPDATE account SET ${assignments}, changed_at = ?, revision = ? WHERE account_id = ?`);
  const setPhase = set('phase = ?');
  const setDisplayName = set('display_name = ?');
  const setEmail = set('email = ?');
  const setPending = set('pending_change = ?, pending_email = ?, pending_until = ?');
  const setDisabled = set('disabled_reason = ?');
  const setSessionsEnded = set('sessions_ended = ?, session_kept = ?');
  const setErasure = set('erasure_due_at = ?');
  const beginErasure = set(`phase = 'erasing', erasure_due_at = NULL, pending_change = NULL, pending_email = NULL,
    pending_until = NULL`);
  const setErased = set(`phase = 'erased', disabled_reason = NULL`);
  const forgetPending = database.prepare(
    `UPDATE account SET pending_change = NULL, pending_email = NULL, pending_until = NULL
     WHERE account_id = ? AND pending_change = ?`,
  );
  const setPendingUntil = database.prepare(
    'UPDATE account SET pending_until = ? WHERE account_id = ? AND pending_change = ?',
  );
  const touch = database.prepare('UPDATE account SET revision = ? WHERE account_id = ?');

  const to =
    (phase: AccountPhase) =>
    ({ event, revision, metadata: { at } }: OfAccount): void => {
      setPhase.run(phase, at, revision, event.data.accountId);
    };
  const touched = ({ event, revision }: OfAccount): void => {
    touch.run(revision, event.data.accountId);
  };

  return {
    on: {
      'sign-up-received': ({ event: { data }, revision, metadata: { at } }) => {
        signUp.run(data.accountId, data.username, data.email, data.displayName, at, at, revision);
      },
      'account-linked': ({ event: { data }, revision, metadata: { at } }) => {
        link.run(data.accountId, data.username, data.email, data.displayName, at, at, revision);
      },
      'sign-up-turned-away': to('turned-away'),
      'sign-up-lapsed': to('lapsed'),
      'email-verified': to('verified'),
      'account-activated': to('active'),
      'display-name-changed': ({ event: { data }, revision, metadata: { at } }) => {
        setDisplayName.run(data.displayName, at, revision, data.accountId);
      },
      'email-change-requested': ({ event: { data }, revision, metadata: { at } }) => {
        // Its link comes next.
        setPending.run(data.changeId, data.email, at, at, revision, data.accountId);
      },
      'email-changed': ({ event: { data }, revision, metadata: { at } }) => {
        setEmail.run(data.email, at, revision, data.accountId);
        // A newer wish may wait for its link while this one was carried out.
        forgetPending.run(data.accountId, data.changeId);
      },
      'profile-change-refused': ({ event: { data }, revision }) => {
        forgetPending.run(data.accountId, data.changeId);
        touch.run(revision, data.accountId);
      },
      'account-disabled': ({ event: { data }, revision, metadata: { at } }) => {
        setDisabled.run(data.reason, at, revision, data.accountId);
      },
      'account-enabled': ({ event: { data }, revision, metadata: { at } }) => {
        setDisabled.run(null, at, revision, data.accountId);
      },
      'sessions-ended': ({ event: { data }, revision, metadata: { at } }) => {
        setSessionsEnded.run(at, data.kept, at, revision, data.accountId);
      },
      'erasure-requested': ({ event: { data }, revision, metadata: { at } }) => {
        setErasure.run(data.dueAt, at, revision, data.accountId);
      },
      'erasure-withdrawn': ({ event: { data }, revision, metadata: { at } }) => {
        setErasure.run(null, at, revision, data.accountId);
      },
      'erasure-begun': ({ event: { data }, revision, metadata: { at } }) => {
        beginErasure.run(at, revision, data.accountId);
      },
      'account-erased': ({ event: { data }, revision, metadata: { at } }) => {
        setErased.run(at, revision, data.accountId);
      },
      'sign-up-repeated': touched,
      'link-issued': (issued) => {
        const { accountId, changeId, until } = issued.event.data;
        if (changeId !== null) setPendingUntil.run(until, accountId, changeId);
        touched(issued);
      },
      'password-change-begun': touched,
      'password-changed': touched,
      'password-change-failed': touched,
      'ssh-key-submitted': touched,
      'ssh-key-added': touched,
      'ssh-key-removal-requested': touched,
      'ssh-key-removed': touched,
      'display-name-chosen': touched,
      'email-change-confirmed': (confirmed) => {
        const { accountId, changeId } = confirmed.event.data;
        setPendingUntil.run(null, accountId, changeId);
        touched(confirmed);
      },
      'personal-data-exported': touched,
    },
  };
};
