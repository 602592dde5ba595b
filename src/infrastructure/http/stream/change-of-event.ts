import type { z } from 'zod';
import type { Recorded } from '../../../application/ports/event-log.ts';
import type { Position } from '../../../application/ports/event-store.ts';
import { formatPosition } from '../../../application/ports/position.ts';
import { aboutOf } from '../../../domain/about.ts';
import { laneOf } from '../../../domain/process/lanes.ts';
import { parseProcessId, processKinds } from '../../../domain/process/process-definition.ts';
import type { change } from '../contract/stream.ts';

type Change = Readonly<z.infer<typeof change>>;

/** A change, where it stands in the log, and what its visibility depends on. */
export type PlacedChange = Readonly<{
  change: Change;
  position: Position;
  /** Account whose instance or account it is; undefined when the event does not say. */
  owner: string | undefined;
}>;

/** Streams whose events may become changes: people see nothing of reservations, keys and leases. */
export const changeStreams: readonly string[] = ['instance-', 'account-', ...processKinds.map((kind) => `${kind}-`)];

/** Of a mail or a line of chat, people see only whether it is held up. */
const shownOfMessages: readonly string[] = ['process-parked', 'process-resumed', 'process-abandoned'];

const subjectOf = ({ event }: Recorded): Change['subject'] | undefined => {
  const { type, data } = event;
  if ('processId' in data) {
    const process = { type: 'process', id: data.processId } as const;
    const kind = parseProcessId(data.processId)?.kind;
    if (kind !== undefined && laneOf(kind) === 'messages') return shownOfMessages.includes(type) ? process : undefined;
    // Work on an instance is news about the instance: one subject for whoever watches its page.
    const { instanceId, accountId } = aboutOf(event);
    if (instanceId !== null) return { type: 'instance', id: instanceId };
    return accountId === null ? process : { type: 'account', id: accountId };
  }
  if ('instanceId' in data) return { type: 'instance', id: data.instanceId };
  return 'accountId' in data ? { type: 'account', id: data.accountId } : undefined;
};

/** What a reader of `/v1/stream` learns of an event; undefined when it is nobody's business. */
export const changeOfEvent = (recorded: Recorded): PlacedChange | undefined => {
  const subject = subjectOf(recorded);
  if (subject === undefined) return undefined;
  const { event, position, metadata } = recorded;
  const owner =
    event.type === 'instance-requested' ? event.data.owner : subject.type === 'account' ? subject.id : undefined;
  return {
    change: { position: formatPosition(position), type: event.type, subject, at: metadata.at },
    position,
    owner,
  };
};
