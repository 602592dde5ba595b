import { accountList } from './account-list/index.ts';
import { auditLog } from './audit-log/index.ts';
import { deadlines } from './deadlines/index.ts';
import type { Projection } from './engine/index.ts';
import { instanceDetail } from './instance-detail/index.ts';
import { instanceList } from './instance-list/index.ts';
import { people } from './people/index.ts';
import { processes } from './processes/index.ts';
import { requestQueue } from './request-queue/index.ts';
import { traefikConfiguration } from './traefik-configuration/index.ts';

/** Every read model of the product; also what a rebuilding thread loads. */
export const projections: readonly Projection[] = [
  people,
  accountList,
  instanceList,
  instanceDetail,
  requestQueue,
  traefikConfiguration,
  auditLog,
  deadlines,
  processes,
];
