import { accountActsOf } from '../../../domain/account/account-acts.ts';
import { insist } from '../../../domain/kernel/act.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { UseCase } from '../use-case.ts';
import { loadAccount } from './load-account.ts';
import type { IssueLink } from './single-use-link.ts';

/**
 * An admin has the mail of a waiting sign-up sent once more, as often as the rules for links allow.
 * @throws DomainError `links-enough` (conflict)
 */
export const createResendVerification =
  ({
    log,
    issueLink,
  }: Readonly<{ log: EventLog; issueLink: IssueLink }>): UseCase<Readonly<{ accountId: string }>, void> =>
  async ({ accountId }, caller, context) => {
    insist(accountActsOf({ ...(await loadAccount(log, accountId)), accountId }, caller).resendVerification);
    const linkId = derivedId(context.commandId, 'link');
    await issueLink({ accountId, purpose: 'verification', linkId }, context);
    if (!(await loadAccount(log, accountId)).begun.includes(linkId)) {
      throw new DomainError(
        'conflict',
        'links-enough',
        'Three links are on their way to this person already; another can be sent once the oldest is an hour old.',
      );
    }
  };
