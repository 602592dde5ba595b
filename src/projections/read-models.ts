import type { Deadlines } from '../application/ports/deadlines.ts';
import type { ProcessOutcomes } from '../application/ports/process-outcomes.ts';
import { accountList } from './account-list/index.ts';
import type { AccountList } from './account-list/index.ts';
import { auditLog } from './audit-log/index.ts';
import type { AuditLog } from './audit-log/index.ts';
import { deadlinesPort } from './deadlines/deadlines-port.ts';
import { openProjectionEngine } from './engine/index.ts';
import type { EngineOptions, ProjectionEngine } from './engine/index.ts';
import { instanceDetail } from './instance-detail/index.ts';
import type { InstanceDetail } from './instance-detail/index.ts';
import { instanceList } from './instance-list/index.ts';
import type { InstanceList } from './instance-list/index.ts';
import { people } from './people/index.ts';
import type { People } from './people/index.ts';
import { outcomesPort } from './processes/outcomes-port.ts';
import { processes } from './processes/index.ts';
import type { Processes } from './processes/index.ts';
import { projections } from './projections.ts';
import { requestQueue } from './request-queue/index.ts';
import type { RequestQueue } from './request-queue/index.ts';
import { traefikConfiguration } from './traefik-configuration/index.ts';
import type { TraefikConfiguration } from './traefik-configuration/index.ts';

/** Every question the product asks, and the engine that keeps the answers true. Questions are synchronous. */
export type ReadModels = Readonly<{
  people: People;
  accountList: AccountList;
  instanceList: InstanceList;
  instanceDetail: InstanceDetail;
  requestQueue: RequestQueue;
  traefikConfiguration: TraefikConfiguration;
  auditLog: AuditLog;
  processes: Processes;
  deadlines: Deadlines;
  outcomes: ProcessOutcomes;
  engine: ProjectionEngine;
  close: () => Promise<void>;
}>;

export type ReadModelsOptions = Omit<EngineOptions, 'projections' | 'projectionsModule'>;

/** Opens all read models; they answer at once with what they knew, and catch up in the background. */
export const openReadModels = async (options: ReadModelsOptions): Promise<ReadModels> => {
  const engine = await openProjectionEngine({
    ...options,
    projections,
    projectionsModule: new URL('projections.ts', import.meta.url).href,
  });
  return {
    people: engine.query(people),
    accountList: engine.query(accountList),
    instanceList: engine.query(instanceList),
    instanceDetail: engine.query(instanceDetail),
    requestQueue: engine.query(requestQueue),
    traefikConfiguration: engine.query(traefikConfiguration),
    auditLog: engine.query(auditLog),
    processes: engine.query(processes),
    deadlines: deadlinesPort(engine),
    outcomes: outcomesPort(engine),
    engine,
    close: engine.close,
  };
};
