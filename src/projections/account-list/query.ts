import type { DatabaseSync } from 'node:sqlite';
import type { AccountPhase } from '../../domain/account/account-state.ts';
import { rowReader } from '../engine/rows.ts';

export type AccountRow = Readonly<{
  id: string;
  phase: AccountPhase;
  /** Sealed. */
  username: string;
  /** Sealed. */
  email: string;
  /** Sealed. */
  displayName: string;
  /** Sealed; null while the account is not disabled. */
  disabledReason: string | null;
  /** Sealed; a new address that was asked for last. */
  pendingEmail: string | null;
  /** ISO time until which its link works; null once it was opened, and while there is none. */
  pendingUntil: string | null;
  /** ISO time at which an erasure that can still be withdrawn begins. */
  erasureDueAt: string | null;
  since: string;
  changedAt: string;
  /** Revision of the account's stream: the ETag. */
  revision: number;
}>;

/** Sealed; a new address that is on its way at a time (ISO): one whose link nobody opened in time is not. */
export const pendingEmailAt = (
  { pendingEmail, pendingUntil }: Pick<AccountRow, 'pendingEmail' | 'pendingUntil'>,
  now: string,
): string | null => (pendingUntil === null || pendingUntil > now ? pendingEmail : null);

/** What decides whether a token of the account opens anything. */
export type AccountStanding = Readonly<{
  phase: AccountPhase;
  disabled: boolean;
  /** ISO time: sessions that began before are over, but for the one that is kept. */
  sessionsEnded: string | null;
  sessionKept: string | null;
}>;

export type AccountList = Readonly<{
  find: (accountId: string) => AccountRow | undefined;
  standing: (accountId: string) => AccountStanding | undefined;
  /** Newest first, at most `limit` (default 10 000): names are sealed, so whoever searches opens them first. */
  all: (limit?: number) => readonly AccountRow[];
  count: () => number;
}>;

/** Who is known here. */
export const query = (database: DatabaseSync): AccountList => {
  const columns = `account_id AS id, phase, username, email, display_name AS displayName,
    disabled_reason AS disabledReason, pending_email AS pendingEmail, pending_until AS pendingUntil,
    erasure_due_at AS erasureDueAt, since, changed_at AS changedAt, revision`;
  const one = rowReader<AccountRow>(database, `SELECT ${columns} FROM account WHERE account_id = ?`);
  const all = rowReader<AccountRow>(database, `SELECT ${columns} FROM account ORDER BY since DESC, account_id LIMIT ?`);
  const standing = rowReader<Omit<AccountStanding, 'disabled'> & Readonly<{ disabled: number }>>(
    database,
    `SELECT phase, disabled_reason IS NOT NULL AS disabled, sessions_ended AS sessionsEnded, session_kept AS sessionKept
     FROM account WHERE account_id = ?`,
  );
  const counted = rowReader<{ count: number }>(database, 'SELECT count(*) AS count FROM account');
  return {
    find: (accountId) => one.first(accountId),
    standing: (accountId) => {
      const row = standing.first(accountId);
      return row && { ...row, disabled: row.disabled === 1 };
    },
    all: (limit = 10_000) => all.all(limit),
    count: () => counted.first()?.count ?? 0,
  };
};
