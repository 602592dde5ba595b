import type { Role } from '../api/contract';

export const roleLabels: Readonly<Record<Role, string>> = {
  member: $localize`Member`,
  admin: $localize`Admin`,
  auditor: $localize`Auditor`,
};
