import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { AccountList } from './query.ts';
import { indexes, tables } from './table.ts';

/** Accounts with their state, for lists and for whoever asks to come in. */
export const accountList: Projection<AccountList> = {
  name: 'account-list',
  version: 2,
  tables,
  indexes,
  project,
  query,
};

export { pendingEmailAt } from './query.ts';
export type { AccountList, AccountRow, AccountStanding } from './query.ts';
