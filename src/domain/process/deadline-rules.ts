import { watchChanges } from '../account/password-watch.ts';
import type { NetsocEvent } from '../events.ts';
import { chatTopicOf, formatMessageSubject, mailTopicOf } from '../messages/message-rules.ts';
import { keepingChanges } from './keeping-rules.ts';
import { parseProcessId, processIdOf } from './process-definition.ts';
import type { ProcessKind } from './process-definition.ts';

/** What an event does to the list of due work; `dueAt` is an ISO time. */
export type DeadlineChange =
  | Readonly<{ change: 'set'; workId: string; kind: string; subject: string; dueAt: string }>
  | Readonly<{ change: 'clear'; workId: string }>;

/** An event in its place: what work it makes due depends on nothing else. */
export type PlacedEvent = Readonly<{
  event: NetsocEvent;
  streamId: string;
  revision: number;
  /** ISO time. */
  at: string;
}>;

/**
 * Pure: the same events give the same list, live or rebuilt.
 * Work is named after ids only, never after a name a person chose.
 */
export const deadlineChanges = (placed: PlacedEvent): readonly DeadlineChange[] => [
  ...keepingChanges(placed),
  ...watchChanges(placed),
  ...processChanges(placed),
  ...messageChanges(placed),
];

const due = (kind: ProcessKind, subject: string, dueAt: string): DeadlineChange => ({
  change: 'set',
  workId: processIdOf(kind, subject),
  kind,
  subject,
  dueAt,
});

const over = (kind: ProcessKind, subject: string): DeadlineChange => ({
  change: 'clear',
  workId: processIdOf(kind, subject),
});

/** What began a process keeps it going: its own events. */
const goesOn = (processId: string, dueAt: string): readonly DeadlineChange[] => {
  const about = parseProcessId(processId);
  return about === undefined ? [] : [due(about.kind, about.subject, dueAt)];
};

const processChanges = ({ event, revision, at }: PlacedEvent): readonly DeadlineChange[] => {
  const { type, data } = event;
  switch (type) {
    case 'instance-request-approved':
      return [due('provisioning', data.instanceId, at)];
    case 'instance-suspended':
    case 'instance-resumed':
      return [due('power', `${data.instanceId}.${String(revision)}`, at)];
    case 'instance-deletion-begun':
      return [due('deletion', data.instanceId, at)];

    case 'sign-up-received':
      return [due('sign-up', data.accountId, at), due('lapse', data.accountId, data.until)];
    case 'sign-up-turned-away':
      return [over('lapse', data.accountId)];
    case 'email-verified':
      return [over('lapse', data.accountId), due('activation', data.accountId, at)];
    case 'password-reset-requested':
      return [due('password-reset', data.requestId, at)];
    case 'ssh-key-submitted':
    case 'ssh-key-removal-requested':
    case 'display-name-chosen':
      return [due('profile-change', `${data.accountId}.${data.changeId}`, at)];
    case 'email-change-confirmed':
      return [due('email-change', `${data.accountId}.${data.changeId}`, at)];
    case 'account-disabled':
    case 'account-enabled':
      return [due('standing', `${data.accountId}.${String(revision)}`, at)];
    case 'erasure-requested':
      return [due('erasure', `${data.accountId}.${data.erasureId}`, data.dueAt)];
    case 'erasure-withdrawn':
      return [over('erasure', `${data.accountId}.${data.erasureId}`)];

    case 'process-started':
    case 'step-intended':
    case 'step-succeeded':
    case 'process-resumed':
    case 'process-abandoned':
      return goesOn(data.processId, at);
    case 'step-failed':
      return data.retryAt === null ? [] : goesOn(data.processId, data.retryAt);
    case 'process-parked':
    case 'process-completed':
      return [{ change: 'clear', workId: data.processId }];
    default:
      // Every other event concerns no process.
      return [];
  }
};

const messageChanges = ({ event, streamId, revision, at }: PlacedEvent): readonly DeadlineChange[] => {
  const changes: DeadlineChange[] = [];
  const mail = mailTopicOf(event);
  if (mail !== undefined) changes.push(due('mail', formatMessageSubject({ topic: mail, streamId, revision }), at));
  const chat = chatTopicOf(event);
  if (chat !== undefined) changes.push(due('chat', formatMessageSubject({ topic: chat, streamId, revision }), at));
  return changes;
};
