import { accountActsOf } from '../../../domain/account/account-acts.ts';
import { insist } from '../../../domain/kernel/act.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { UseCase } from '../use-case.ts';
import { loadAccount } from './load-account.ts';
import type { IssueLink } from './single-use-link.ts';

/** An admin has the mail of a waiting sign-up sent once more, as often as the rules for links allow. */
export const createResendVerification =
  ({
    log,
    issueLink,
  }: Readonly<{ log: EventLog; issueLink: IssueLink }>): UseCase<Readonly<{ accountId: string }>, void> =>
  async ({ accountId }, caller, context) => {
    insist(accountActsOf({ ...(await loadAccount(log, accountId)), accountId }, caller).resendVerification);
    await issueLink({ accountId, purpose: 'verification', linkId: derivedId(context.commandId, 'link') }, context);
  };
