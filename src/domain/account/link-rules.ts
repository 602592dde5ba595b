import { DomainError } from '../kernel/domain-error.ts';
import type { ConfirmEmailChange, IssueLink, VerifyEmail } from './account-commands.ts';
import type { AccountEvent } from './account-events.ts';
import type { AccountState, Link } from './account-state.ts';
import type { LinkPurpose } from './sign-up-events.ts';

/** Links of one kind that may be on their way to a person at once. A link works for an hour, so this is a limit by the hour. */
const mostLinks = 3;

/** Whether as many links of one kind as may be are on their way already. */
export const enoughLinks = ({ links }: AccountState, purpose: LinkPurpose, now: string): boolean =>
  links.filter((link) => link.purpose === purpose && link.until > now).length >= mostLinks;

/** What a link may be made for in which phase. */
const servesPhase: Readonly<Record<LinkPurpose, (state: AccountState) => boolean>> = {
  verification: ({ phase }) => phase === 'waiting',
  'password-reset': ({ phase, disabled }) => phase === 'active' && !disabled,
  'email-change': ({ phase, disabled }) => phase === 'active' && !disabled,
};

/**
 * Makes a link where one makes sense; otherwise nothing, and nobody is told: who asks need not be who it is about.
 * Said again with the same id, even after the link was used, it changes nothing.
 */
export const issueLink = (command: IssueLink, state: AccountState): readonly AccountEvent[] => {
  const { purpose, linkId, tokenHash, changeId, now, until } = command;
  if (!servesPhase[purpose](state)) return [];
  if (enoughLinks(state, purpose, now) || state.begun.includes(linkId)) return [];
  return [{ type: 'link-issued', data: { accountId: state.accountId, linkId, purpose, tokenHash, until, changeId } }];
};

const invalid = (): DomainError =>
  new DomainError(
    'invalid',
    'link-invalid',
    'This link does not work: it was used, replaced by a newer one, or its hour is over. Ask for another.',
  );

/**
 * The link that was opened.
 * @throws DomainError `link-invalid`, the same whatever is wrong with it
 */
export const linkFor = (
  { links }: AccountState,
  purpose: LinkPurpose,
  { tokenHash, now }: Readonly<{ tokenHash: string; now: string }>,
): Link => {
  const link = links.find((candidate) => candidate.purpose === purpose && candidate.tokenHash === tokenHash);
  if (link === undefined || link.until <= now) throw invalid();
  return link;
};

/** Opened once more while the account is set up, or after it was, the link has nothing left to prove. */
export const verifyEmail = (command: VerifyEmail, state: AccountState): readonly AccountEvent[] => {
  const { linkId } = linkFor(state, 'verification', command);
  return state.phase === 'waiting' ? [{ type: 'email-verified', data: { accountId: state.accountId, linkId } }] : [];
};

export const confirmEmailChange = (command: ConfirmEmailChange, state: AccountState): readonly AccountEvent[] => {
  const { linkId, changeId } = linkFor(state, 'email-change', command);
  if (state.disabled) throw new DomainError('forbidden', 'account-disabled', 'The account is disabled.');
  const open = state.changes.some((change) => change.changeId === changeId);
  // A newer wish has taken the place of the one that this link confirms.
  if (changeId === null || !open) throw invalid();
  return [{ type: 'email-change-confirmed', data: { accountId: state.accountId, changeId, linkId } }];
};
