import type { NetsocEvent } from '../events.ts';
import { parseProcessId } from '../process/process-definition.ts';

/** Every mail that the system sends because of an event. */
export type MailTopic =
  | 'already-registered'
  | 'verify-email'
  | 'reset-password'
  | 'confirm-email'
  | 'welcome'
  | 'password-changed'
  | 'email-changed'
  | 'ssh-key-added'
  | 'account-disabled'
  | 'account-enabled'
  | 'erasure-requested'
  | 'erasure-withdrawn'
  | 'request-received'
  | 'request-approved'
  | 'request-refused'
  | 'request-given-up'
  | 'instance-ready'
  | 'instance-suspended'
  | 'instance-resumed';

const linkTopics = {
  verification: 'verify-email',
  'password-reset': 'reset-password',
  'email-change': 'confirm-email',
} as const satisfies Record<string, MailTopic>;

/** What a person is told by mail when this happens; undefined when nothing. */
export const mailTopicOf = ({ type, data }: NetsocEvent): MailTopic | undefined => {
  switch (type) {
    case 'sign-up-repeated':
      return 'already-registered';
    case 'link-issued':
      return linkTopics[data.purpose];
    case 'account-activated':
      return 'welcome';
    case 'password-changed':
      return data.by === 'verification' ? undefined : 'password-changed';
    case 'email-changed':
    case 'ssh-key-added':
    case 'account-disabled':
    case 'account-enabled':
    case 'erasure-requested':
    case 'erasure-withdrawn':
    case 'instance-suspended':
    case 'instance-resumed':
      return type;
    case 'instance-requested':
      return 'request-received';
    case 'instance-request-approved':
      return 'request-approved';
    case 'instance-request-refused':
      return 'request-refused';
    case 'instance-provisioning-abandoned':
      return 'request-given-up';
    case 'instance-provisioned':
      return 'instance-ready';
    default:
      return undefined;
  }
};

/** What the admins' chat is told: what waits for them, and what went wrong. */
export type ChatTopic = 'request-waits' | 'work-parked';

export const chatTopicOf = ({ type, data }: NetsocEvent): ChatTopic | undefined => {
  switch (type) {
    case 'instance-requested':
      return 'request-waits';
    case 'process-parked':
      // A message that could not be posted is not worth another one.
      return parseProcessId(data.processId)?.kind === 'chat' ? undefined : 'work-parked';
    default:
      return undefined;
  }
};

/**
 * What a message is about: a topic and the event that it tells of. As the subject of a process: `request-approved.instance-<id>.3`,
 * so one event makes one message of a topic, however often it is looked at.
 */
export type MessageSubject<Topic extends string> = Readonly<{ topic: Topic; streamId: string; revision: number }>;

export const formatMessageSubject = ({ topic, streamId, revision }: MessageSubject<string>): string =>
  `${topic}.${streamId}.${String(revision)}`;

const written = /^([a-z-]+)\.(.+)\.(\d+)$/;

/** @throws Error for what {@link formatMessageSubject} did not write */
export const parseMessageSubject = <Topic extends string>(subject: string): MessageSubject<Topic> => {
  const [, topic, streamId = '', revision] = written.exec(subject) ?? [];
  if (topic === undefined) throw new Error(`no message is about ${subject}`);
  return { topic: topic as Topic, streamId, revision: Number(revision) };
};
