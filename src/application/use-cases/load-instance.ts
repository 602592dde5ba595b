import { fold } from '../../domain/kernel/decider.ts';
import type { InstanceEvent } from '../../domain/instance/instance-events.ts';
import { evolveInstance, initialInstanceState } from '../../domain/instance/instance-state.ts';
import type { InstanceState } from '../../domain/instance/instance-state.ts';
import type { EventLog } from '../ports/event-log.ts';
import { instanceStream } from './use-case.ts';

/** An instance as its history made it; `absent` when it has none. */
export const loadInstance = async (log: Pick<EventLog, 'load'>, instanceId: string): Promise<InstanceState> => {
  const { events } = await log.load<InstanceEvent>(instanceStream(instanceId));
  const history = events.map(({ event }) => event);
  return fold(evolveInstance, initialInstanceState, history);
};
