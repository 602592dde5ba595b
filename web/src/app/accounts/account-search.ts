import { Injectable, signal } from '@angular/core';

/**
 * What is searched for in the list of accounts: kept while one looks at an account and comes back. Not in the address, where
 * filters otherwise are: it is part of somebody's name, and addresses end up in histories and logs.
 */
@Injectable({ providedIn: 'root' })
export class AccountSearch {
  readonly text = signal('');
}
