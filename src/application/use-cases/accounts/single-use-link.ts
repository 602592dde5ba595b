import { DomainError } from '../../../domain/kernel/domain-error.ts';
import type { LinkPurpose } from '../../../domain/account/sign-up-events.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { LinkSecrets } from '../../ports/link-secrets.ts';
import type { CommandContext } from '../command-context.ts';
import { onAccount } from './on-account.ts';

/** How long a link from a mail works. */
const linkMilliseconds = 60 * 60_000;

/** Account and secret in one text, for the fragment of a link: it reaches no server on the way, and so no log. */
export const formatLinkToken = ({ accountId, secret }: Readonly<{ accountId: string; secret: string }>): string =>
  `${accountId}.${secret}`;

const written = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

export type OpenedLink = Readonly<{ accountId: string; tokenHash: string }>;

/**
 * Reads what {@link formatLinkToken} wrote.
 * @throws DomainError `link-invalid`, as for a link that is over
 */
export const readLinkToken = (token: string, secrets: Pick<LinkSecrets, 'hashOf'>): OpenedLink => {
  const [, accountId, secret] = written.exec(token.trim()) ?? [];
  if (accountId === undefined || secret === undefined) {
    throw new DomainError('invalid', 'link-invalid', 'This link is not whole; open it from the mail once more.');
  }
  return { accountId, tokenHash: secrets.hashOf(secret) };
};

export type IssueLink = (
  link: Readonly<{
    accountId: string;
    purpose: LinkPurpose;
    /** A UUID: the same again makes no second link. */
    linkId: string;
    changeId?: string;
  }>,
  context: CommandContext,
) => Promise<void>;

/** Makes a link where the rules allow one; the mail follows by itself. */
export const createIssueLink =
  ({ log, secrets }: Readonly<{ log: EventLog; secrets: LinkSecrets }>): IssueLink =>
  async ({ accountId, purpose, linkId, changeId = null }, context) => {
    const tokenHash = secrets.hashOf(secrets.secretOf({ accountId, linkId }));
    const until = new Date(Date.parse(context.now) + linkMilliseconds).toISOString();
    await onAccount(
      log,
      accountId,
      { type: 'issue-link', purpose, linkId, tokenHash, changeId, now: context.now, until },
      context,
    );
  };
