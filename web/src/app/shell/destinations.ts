import type { Role } from '../api/contract';
import type { IconName } from '../design/icons';

type Destination = Readonly<{ path: string; label: string; icon: IconName }>;
export type DestinationGroup = Readonly<{
  heading: string | undefined;
  roles: readonly Role[];
  destinations: readonly Destination[];
}>;

/** Where one can go, by role. Auditors see what admins see, and can change none of it. */
export const destinationGroups: readonly DestinationGroup[] = [
  {
    heading: undefined,
    roles: ['member', 'admin', 'auditor'],
    destinations: [{ path: '/instances', label: $localize`My instances`, icon: 'dns' }],
  },
  {
    heading: $localize`Administration`,
    roles: ['admin', 'auditor'],
    destinations: [
      { path: '/administration/requests', label: $localize`Requests`, icon: 'inbox' },
      { path: '/administration/instances', label: $localize`All instances`, icon: 'list_alt' },
      { path: '/administration/accounts', label: $localize`Accounts`, icon: 'group' },
      { path: '/administration/processes', label: $localize`Processes`, icon: 'account_tree' },
      { path: '/administration/audit', label: $localize`Audit log`, icon: 'fact_check' },
      { path: '/administration/read-models', label: $localize`Read models`, icon: 'database' },
    ],
  },
];
