import type { RecordProvisioning } from '../../use-cases/record-provisioning.ts';
import type { AccountIdOf } from '../../use-cases/accounts/link-account.ts';
import type { Reservations } from '../../use-cases/reservations.ts';
import type { Directory } from '../../ports/directory.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { Hypervisor } from '../../ports/hypervisor.ts';
import type { Templates } from '../../ports/templates.ts';
import type { ProvisioningSettings } from './provisioning-settings.ts';

/** What provisioning needs of the rest of the system. */
export type ProvisioningDependencies = Readonly<{
  log: EventLog;
  hypervisor: Hypervisor;
  directory: Pick<Directory, 'findByUsername'>;
  accountIdOf: AccountIdOf;
  templates: Templates;
  reservations: Reservations;
  recordProvisioning: RecordProvisioning;
  settings: ProvisioningSettings;
}>;
