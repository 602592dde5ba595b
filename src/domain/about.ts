import type { NetsocEvent } from './events.ts';
import { unreachable } from './kernel/unreachable.ts';
import { parseMessageSubject } from './messages/message-rules.ts';
import { aggregateOf, parseProcessId } from './process/process-definition.ts';

/** The instance or account that an event is about, by which its history is found and its readers are told. */
export type About = Readonly<{ instanceId: string | null; accountId: string | null }>;

const nobody: About = { instanceId: null, accountId: null };

/** Whose stream it is: of an instance, of an account, or of a process that works for one. */
const ofStream = (streamId: string): About => {
  const [, kind, id = ''] = /^(instance|account)-(.+)$/.exec(streamId) ?? [];
  if (kind === 'instance') return { ...nobody, instanceId: id };
  return kind === 'account' ? { ...nobody, accountId: id } : subjectOfProcess(streamId);
};

/** What a process works for, by its kind. */
const subjectOfProcess = (processId: string): About => {
  const about = parseProcessId(processId);
  if (about === undefined) return nobody;
  switch (about.kind) {
    case 'provisioning':
    case 'power':
    case 'deletion':
      return { ...nobody, instanceId: aggregateOf(about.subject) };
    case 'sign-up':
    case 'activation':
    case 'lapse':
    case 'profile-change':
    case 'email-change':
    case 'standing':
    case 'erasure':
      return { ...nobody, accountId: aggregateOf(about.subject) };
    case 'mail':
    case 'chat':
      return ofStream(parseMessageSubject(about.subject).streamId);
    case 'password-reset':
      return nobody;
    default:
      return unreachable(about.kind);
  }
};

/** Of processes: what they work for. */
export const aboutOf = ({ data }: NetsocEvent): About => {
  if ('instanceId' in data) return { ...nobody, instanceId: data.instanceId };
  if ('accountId' in data) return { ...nobody, accountId: data.accountId };
  if ('processId' in data) return subjectOfProcess(data.processId);
  // Names of people are held by accounts, everything else by instances.
  if ('holder' in data) {
    const ofAccount = data.kind === 'username' || data.kind === 'email' || data.kind === 'directory';
    return ofAccount ? { ...nobody, accountId: data.holder } : { ...nobody, instanceId: data.holder };
  }
  return nobody;
};
