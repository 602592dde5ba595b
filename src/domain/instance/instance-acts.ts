import { allowed, barred, every } from '../kernel/act.ts';
import type { Act } from '../kernel/act.ts';
import type { Caller } from '../kernel/caller.ts';
import type { InstanceState } from './instance-state.ts';

/** Enough of an instance to say who may do what: its state, or a row of a read model (which also knows `parked`). */
export type InstanceInView = Readonly<{ status: InstanceState['status'] | 'parked'; owner?: string }>;

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

/** Whether this person may ask for instances at all. */
export const mayRequest = ({ roles }: Pick<Caller, 'roles'>): Act =>
  roles.includes('member') || roles.includes('admin')
    ? allowed
    : barred('forbidden', 'not-allowed', 'Only members can ask for an instance.', { needs: 'member' });

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

/** What this person may do to this instance now, each with the reason when not. */
export const actsOf = (instance: InstanceInView, caller: Pick<Caller, 'accountId' | 'roles'>): InstanceActs => {
  const exists = () => (instance.status === 'absent' ? onlyWhilePending(instance) : allowed);
  const pending = () => onlyWhilePending(instance);
  const byAdmin = () => onlyByAdmins(caller);
  return {
    approve: every(byAdmin, pending),
    refuse: every(byAdmin, pending),
    withdraw: every(exists, () => onlyByOwner(instance, caller), pending),
  };
};
