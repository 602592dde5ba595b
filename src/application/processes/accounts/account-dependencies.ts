import type { Directory } from '../../ports/directory.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { KeyVault } from '../../ports/key-vault.ts';
import type { Log } from '../../ports/logger.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { OwnedInstances } from '../../ports/owned-instances.ts';
import type { AccountIdOf, LinkAccount } from '../../use-cases/accounts/link-account.ts';
import type { IssueLink } from '../../use-cases/accounts/single-use-link.ts';
import type { Reservations } from '../../use-cases/reservations.ts';

/** What the processes around an account need of the rest of the system. */
export type AccountDependencies = Readonly<{
  log: EventLog;
  directory: Directory;
  reservations: Reservations;
  accountIdOf: AccountIdOf;
  linkAccount: LinkAccount;
  issueLink: IssueLink;
  ownedInstances: OwnedInstances;
  keyVault: Pick<KeyVault, 'destroy'>;
  mailer: Mailer;
  /** FreeIPA groups that new users join. */
  newUserGroups: readonly string[];
  /** Address of the portal, for links in mails. */
  portalUrl: string;
  logger: Log;
}>;
