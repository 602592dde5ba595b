import type { AccountEvent } from '../../domain/account/account-events.ts';
import { evolveAccount, initialAccountState } from '../../domain/account/account-state.ts';
import type { AccountState, Particulars } from '../../domain/account/account-state.ts';
import { fold } from '../../domain/kernel/decider.ts';
import type { InstanceEvent } from '../../domain/instance/instance-events.ts';
import { evolveInstance, initialInstanceState } from '../../domain/instance/instance-state.ts';
import type { MailTopic, MessageSubject } from '../../domain/messages/message-rules.ts';
import { erased } from '../../domain/personal-data.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { LinkSecrets } from '../ports/link-secrets.ts';
import type { OutgoingMail } from '../ports/mailer.ts';
import { loadAccount } from '../use-cases/accounts/load-account.ts';
import { composeAccountLetter, composeInstanceLetter } from './compose-letter.ts';

export type MailSources = Readonly<{ log: EventLog; secrets: LinkSecrets; portalUrl: string }>;

/** A mail as the history tells it: when it happened, to whom, and what to say. */
export type FoundMail = Readonly<{
  /** ISO time. */
  at: string;
  /** ISO time from which its link no longer works; undefined when it has none that ends. */
  until?: string;
  to: OutgoingMail['to'];
  letter: OutgoingMail['letter'];
}>;

/** Reads what a mail is about from the log; undefined when the person was erased meanwhile, or is being erased. */
export const findMail = (sources: MailSources, subject: MessageSubject<MailTopic>): Promise<FoundMail | undefined> =>
  subject.streamId.startsWith('account-') ? findAccountMail(sources, subject) : findInstanceMail(sources, subject);

const findAccountMail = async (
  { log, secrets, portalUrl }: MailSources,
  { streamId, revision }: MessageSubject<MailTopic>,
): Promise<FoundMail | undefined> => {
  const { events } = await log.load<AccountEvent>(streamId);
  const fact = events.find((recorded) => recorded.revision === revision);
  if (fact === undefined) return undefined;
  const history = events.filter((recorded) => recorded.revision <= revision).map(({ event }) => event);
  const account = fold(evolveAccount, initialAccountState, history);
  const { accountId, particulars } = account;
  const secretOf = (linkId: string): string => secrets.secretOf({ accountId, linkId });
  const letter = composeAccountLetter(fact.event, particulars, portalUrl, secretOf);
  const email = addressFor(fact.event, account);
  if (letter === undefined || leadsNowhere(email)) return undefined;
  const until = fact.event.type === 'link-issued' ? { until: fact.event.data.until } : {};
  return { at: fact.metadata.at, ...until, to: { email, name: nameFor(fact.event, particulars) }, letter };
};

/** Whoever an address belongs to that is not shown to be theirs yet is not called what a stranger may have typed. */
const nameFor = (event: AccountEvent, { username, displayName }: Particulars): string =>
  event.type === 'link-issued' && event.data.purpose !== 'password-reset' ? username : displayName;

/** The address of somebody who was erased, or of nobody. */
const leadsNowhere = (email: string): boolean => email === erased || email === '';

/** News of a changed address goes to the one before, and a link for a new one to the new one. */
const addressFor = (event: AccountEvent, { particulars, changes }: AccountState): string => {
  if (event.type === 'email-changed') return event.data.previous;
  if (event.type === 'link-issued' && event.data.purpose === 'email-change') {
    const change = changes.find(({ changeId }) => changeId === event.data.changeId);
    return change?.kind === 'email' ? change.email : '';
  }
  return particulars.email;
};

const findInstanceMail = async (
  { log, portalUrl }: MailSources,
  { streamId, revision }: MessageSubject<MailTopic>,
): Promise<FoundMail | undefined> => {
  const { events } = await log.load<InstanceEvent>(streamId);
  const fact = events.find((recorded) => recorded.revision === revision);
  const history = events.map(({ event }) => event);
  const instance = fold(evolveInstance, initialInstanceState, history);
  if (fact === undefined || instance.status === 'absent') return undefined;
  const { phase, particulars } = await loadAccount(log, instance.owner);
  const letter = composeInstanceLetter(fact.event, instance, portalUrl);
  // What becomes of the instances of whoever is being erased is their own wish; a last mail tells them that it is done.
  if (phase === 'erasing' || letter === undefined || leadsNowhere(particulars.email)) return undefined;
  return { at: fact.metadata.at, to: { email: particulars.email, name: particulars.displayName }, letter };
};
