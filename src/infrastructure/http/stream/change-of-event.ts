import type { z } from 'zod';
import type { Recorded } from '../../../application/ports/event-log.ts';
import type { Position } from '../../../application/ports/event-store.ts';
import { formatPosition } from '../../../application/ports/position.ts';
import { parseProcessId } from '../../../domain/process/process-definition.ts';
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
export const changeStreams = ['instance-', 'provisioning-', 'account-'] as const;

const subjectOf = ({ event }: Recorded): Change['subject'] | undefined => {
  const { data } = event;
  if ('instanceId' in data) return { type: 'instance', id: data.instanceId };
  if ('processId' in data) {
    // Work on an instance is news about the instance: one subject for whoever watches its page.
    const about = parseProcessId(data.processId);
    return about?.kind === 'provisioning'
      ? { type: 'instance', id: about.subject }
      : { type: 'process', id: data.processId };
  }
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
