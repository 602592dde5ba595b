import { allowed, barred, every } from '../kernel/act.ts';
import type { Act } from '../kernel/act.ts';
import type { AccountInView } from '../account/account-acts.ts';
import type { Caller } from '../kernel/caller.ts';
import type { InstanceState } from './instance-state.ts';

/** Enough of an instance to say who may do what: its state, or a row of a read model (which also knows `parked`). */
export type InstanceInView = Readonly<{ status: InstanceState['status'] | 'parked'; owner?: string }>;

/** How the account of an owner stands: whether anything may be begun for them. */
export type OwnerInView = Pick<AccountInView, 'phase' | 'disabled'>;

export type InstanceActs = Readonly<{ approve: Act; refuse: Act; withdraw: Act }>;

const requestIsOver = {
  provisioning: 'The request was approved already.',
  parked: 'The request was approved already.',
  running: 'The request was approved already.',
  suspended: 'The request was approved already.',
  deleting: 'The request was approved, and the instance is being deleted.',
  deleted: 'The request was approved, and the instance deleted since.',
  abandoned: 'The request was approved, and its provisioning given up.',
  refused: 'The request was refused already.',
  withdrawn: 'The request was withdrawn by its owner.',
} as const;

const isErasing = ({ phase }: OwnerInView): boolean => phase === 'erasing' || phase === 'erased';

/** Whether this person may ask for instances: also whoever was let in before their account was disabled or erased. */
export const mayRequest = ({ roles }: Pick<Caller, 'roles'>, account: OwnerInView): Act => {
  if (!roles.includes('member') && !roles.includes('admin')) {
    return barred('forbidden', 'not-allowed', 'Only members can ask for an instance.', { needs: 'member' });
  }
  if (isErasing(account)) return barred('conflict', 'erasure-begun', 'Your account is being erased.');
  return account.disabled ? barred('conflict', 'account-disabled', 'Your account is disabled.') : allowed;
};

const onlyWhilePending = ({ status }: InstanceInView): Act => {
  if (status === 'pending') return allowed;
  if (status === 'absent') return barred('not-found', 'instance-unknown', 'There is no such instance.');
  return barred('conflict', 'request-not-pending', requestIsOver[status], { state: status });
};

const onlyByAdmins = (caller: Pick<Caller, 'roles'>): Act =>
  caller.roles.includes('admin')
    ? allowed
    : barred('forbidden', 'not-allowed', 'Only admins decide on requests.', { needs: 'admin' });

const onlyByOwner = (instance: InstanceInView, caller: Pick<Caller, 'accountId'>): Act =>
  instance.owner === caller.accountId
    ? allowed
    : barred('forbidden', 'not-allowed', 'Only the person who asked for an instance can withdraw the request.');

const onlyForWhomItCanRun = (owner: OwnerInView): Act => {
  if (isErasing(owner)) return barred('conflict', 'owner-erased', 'The account of its owner is being erased.');
  return owner.disabled
    ? barred('conflict', 'owner-disabled', 'The account of its owner is disabled; enable it first.')
    : allowed;
};

export const mayApprove = (instance: InstanceInView, caller: Pick<Caller, 'roles'>, owner: OwnerInView): Act =>
  every(
    () => onlyByAdmins(caller),
    () => onlyWhilePending(instance),
    () => onlyForWhomItCanRun(owner),
  );

export const mayRefuse = (instance: InstanceInView, caller: Pick<Caller, 'roles'>): Act =>
  every(
    () => onlyByAdmins(caller),
    () => onlyWhilePending(instance),
  );

export const mayWithdraw = (instance: InstanceInView, caller: Pick<Caller, 'accountId'>): Act =>
  every(
    () => (instance.status === 'absent' ? onlyWhilePending(instance) : allowed),
    () => onlyByOwner(instance, caller),
    () => onlyWhilePending(instance),
  );

/** What this person may do to this instance now, each with the reason when not. */
export const actsOf = (
  instance: InstanceInView,
  caller: Pick<Caller, 'accountId' | 'roles'>,
  owner: OwnerInView,
): InstanceActs => ({
  approve: mayApprove(instance, caller, owner),
  refuse: mayRefuse(instance, caller),
  withdraw: mayWithdraw(instance, caller),
});
