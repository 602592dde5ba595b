import { DomainError } from '../kernel/domain-error.ts';
import type { BeginDeletion, SuspendInstance } from './instance-commands.ts';
import type { InstanceEvent } from './instance-events.ts';
import type { InstanceState } from './instance-state.ts';

/** Rules of an instance that has a guest. Each, said again after a crash, changes nothing. */

const refusal = ({ status }: InstanceState): DomainError =>
  new DomainError('conflict', 'instance-not-running', 'The instance is not one that runs.', { state: status });

export const suspendInstance = ({ because }: SuspendInstance, state: InstanceState): readonly InstanceEvent[] => {
  if (state.status === 'suspended') return [];
  if (state.status !== 'running') throw refusal(state);
  return [{ type: 'instance-suspended', data: { instanceId: state.instanceId, because } }];
};

export const resumeInstance = (state: InstanceState): readonly InstanceEvent[] => {
  if (state.status === 'running') return [];
  if (state.status !== 'suspended') throw refusal(state);
  return [{ type: 'instance-resumed', data: { instanceId: state.instanceId } }];
};

export const beginDeletion = ({ because }: BeginDeletion, state: InstanceState): readonly InstanceEvent[] => {
  if (state.status === 'deleting' || state.status === 'deleted') return [];
  if (state.status !== 'running' && state.status !== 'suspended') throw refusal(state);
  return [{ type: 'instance-deletion-begun', data: { instanceId: state.instanceId, because } }];
};

export const recordDeleted = (state: InstanceState): readonly InstanceEvent[] => {
  if (state.status === 'deleted') return [];
  if (state.status !== 'deleting') throw refusal(state);
  return [{ type: 'instance-deleted', data: { instanceId: state.instanceId } }];
};
