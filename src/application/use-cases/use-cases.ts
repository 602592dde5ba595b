import type { EventLog } from '../ports/event-log.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { Templates } from '../ports/templates.ts';
import { createAccountUseCases } from './accounts/account-use-cases.ts';
import type { AccountUseCaseDependencies } from './accounts/account-use-cases.ts';
import { createApproveRequest, createRefuseRequest, createWithdrawRequest } from './decide-on-request.ts';
import { createRecordProvisioning } from './record-provisioning.ts';
import { createRequestInstance } from './request-instance.ts';
import { createReservations } from './reservations.ts';

export type UseCaseDependencies = Omit<AccountUseCaseDependencies, 'reservations'> &
  Readonly<{
    log: EventLog;
    keyedHash: KeyedHash;
    templates: Templates;
    /** `netsoc.cloud` */
    baseDomain: string;
  }>;

/** Everything that people and processes can have the system do, ready to call. */
export const createUseCases = (dependencies: UseCaseDependencies) => {
  const reservations = createReservations(dependencies);
  return {
    requestInstance: createRequestInstance({ ...dependencies, reservations }),
    approveRequest: createApproveRequest(dependencies),
    refuseRequest: createRefuseRequest(dependencies),
    withdrawRequest: createWithdrawRequest(dependencies),
    recordProvisioning: createRecordProvisioning(dependencies),
    accounts: createAccountUseCases({ ...dependencies, reservations }),
    reservations,
  };
};

export type UseCases = ReturnType<typeof createUseCases>;
