import { describe, expect, it } from '@jest/globals';
import { fold } from '../kernel/decider.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import type { AccountCommand, IssueLink } from './account-commands.ts';
import { accountDecider } from './account-decider.ts';
import type { AccountEvent } from './account-events.ts';
import type { LinkPurpose } from './sign-up-events.ts';
import {
  almostOne,
  disabled,
  emailConfirmed,
  emailWished,
  enabled,
  erasureBegun,
  erasureRequested,
  hashOf,
  historyTo,
  linkIssued,
  linked,
  noon,
  one,
  passwordChanged,
  phases,
  signedUp,
  two,
  verified,
} from './testing/account-history.ts';

const { given } = specificationOf(accountDecider);

const purposes = ['verification', 'password-reset', 'email-change'] as const satisfies readonly LinkPurpose[];

const issue = (purpose: LinkPurpose, linkId = 'link-1', now = noon): IssueLink => ({
  type: 'issue-link',
  purpose,
  linkId,
  tokenHash: hashOf(linkId),
  changeId: null,
  now,
  until: one,
});

describe('a single-use link', () => {
  const servedBy = { verification: 'waiting', 'password-reset': 'active', 'email-change': 'active' } as const;

  it.each(purposes)('is made for %s while it makes sense', (purpose) => {
    given(historyTo[servedBy[purpose]])
      .when(issue(purpose))
      .then([linkIssued(purpose)]);
  });

  it.each(
    purposes.flatMap((purpose) =>
      phases.filter((phase) => phase !== servedBy[purpose]).map((phase) => [purpose, phase] as const),
    ),
  )('is not made for %s of an account that is %s, and nobody is told', (purpose, phase) => {
    given(historyTo[phase]).when(issue(purpose)).thenNothing();
  });

  it.each(['password-reset', 'email-change'] as const)(
    'is not made for %s while the account is disabled',
    (purpose) => {
      given([linked, disabled]).when(issue(purpose)).thenNothing();
      given([linked, disabled, enabled])
        .when(issue(purpose))
        .then([linkIssued(purpose)]);
    },
  );

  it('knows the change that it confirms', () => {
    given([linked, emailWished('wish-1', 'ada@example.com')])
      .when({ ...issue('email-change'), changeId: 'wish-1' })
      .then([linkIssued('email-change', 'link-1', { changeId: 'wish-1' })]);
  });

  it('is made three times an hour for one purpose, and no more', () => {
    const three = ['link-1', 'link-2', 'link-3'].map((linkId) => linkIssued('password-reset', linkId));
    given([linked, ...three.slice(1)])
      .when(issue('password-reset'))
      .then([linkIssued('password-reset')]);
    given([linked, ...three])
      .when(issue('password-reset', 'link-4', almostOne))
      .thenNothing();
    given([linked, ...three])
      .when(issue('password-reset', 'link-4', one))
      .then([linkIssued('password-reset', 'link-4')]);
    given([linked, ...three])
      .when(issue('email-change', 'link-4'))
      .then([linkIssued('email-change', 'link-4')]);
  });

  it('is made once, however often and however late that is said', () => {
    const repeat = issue('password-reset');
    given([linked, linkIssued('password-reset')])
      .when(repeat)
      .thenNothing();
    given([linked, linkIssued('password-reset'), passwordChanged('c-1', { by: 'password-reset', linkId: 'link-1' })])
      .when(repeat)
      .thenNothing();
  });
});

describe('opening the link of a sign-up', () => {
  const open = (linkId = 'link-1', now = noon): AccountCommand => ({
    type: 'verify-email',
    tokenHash: hashOf(linkId),
    now,
  });
  const history = [signedUp, linkIssued('verification')];

  it('verifies the address', () => {
    given(history).when(open()).then([verified()]);
  });

  it('works with any link that was sent', () => {
    given([...history, linkIssued('verification', 'link-2')])
      .when(open())
      .then([verified()]);
    given([...history, linkIssued('verification', 'link-2')])
      .when(open('link-2'))
      .then([verified('link-2')]);
  });

  it('changes nothing the second time, so that a password can still be set with it', () => {
    given([...history, verified()])
      .when(open())
      .thenNothing();
    given([...history, verified(), linked])
      .when(open())
      .thenNothing();
  });

  it('works within its time', () => {
    given(history).when(open('link-1', almostOne)).then([verified()]);
    given(history).when(open('link-1', one)).thenRefused('link-invalid');
  });

  it('is over once a password stands, for every link that was sent', () => {
    const set = [
      ...history,
      linkIssued('verification', 'link-2'),
      verified(),
      linked,
      passwordChanged('c-1', { by: 'verification', linkId: 'link-1' }),
    ];
    given(set).when(open()).thenRefused('link-invalid');
    given(set).when(open('link-2')).thenRefused('link-invalid');
  });

  it.each<[string, readonly AccountEvent[], AccountCommand]>([
    ['was never made', history, open('link-of-nobody')],
    ['is too old', history, open('link-1', two)],
    ['is for something else', [signedUp, linkIssued('password-reset')], open()],
    ['is of no account', [], open()],
  ])('is refused in the same words whether the link %s', (_, past, command) => {
    const state = fold(accountDecider.evolve, accountDecider.initialState, past);
    expect(() => accountDecider.decide(command, state)).toThrow(
      new DomainError(
        'invalid',
        'link-invalid',
        'This link does not work: it was used, replaced by a newer one, or its hour is over. Ask for another.',
      ),
    );
  });
});

describe('opening the link of a new address', () => {
  const open = (linkId = 'link-1', now = noon): AccountCommand => ({
    type: 'confirm-email-change',
    tokenHash: hashOf(linkId),
    now,
  });
  const linkFor = (changeId: string | null, linkId = 'link-1'): AccountEvent =>
    linkIssued('email-change', linkId, { changeId });
  const history = [linked, emailWished('wish-1', 'ada@example.com'), linkFor('wish-1')];

  it('confirms the address', () => {
    given(history)
      .when(open())
      .then([emailConfirmed('wish-1')]);
  });

  it('works once', () => {
    given([...history, emailConfirmed('wish-1')])
      .when(open())
      .thenRefused('link-invalid');
  });

  it('works within its time', () => {
    given(history)
      .when(open('link-1', almostOne))
      .then([emailConfirmed('wish-1')]);
    given(history).when(open('link-1', one)).thenRefused('link-invalid');
  });

  it('confirms the newest wish only', () => {
    const newer = [...history, emailWished('wish-2', 'ada@example.net'), linkFor('wish-2', 'link-2')];
    given(newer).when(open()).thenRefused('link-invalid');
    given(newer)
      .when(open('link-2'))
      .then([emailConfirmed('wish-2', 'link-2')]);
  });

  it('outlives a new password, which is no answer to it', () => {
    given([...history, passwordChanged('c-1')])
      .when(open())
      .then([emailConfirmed('wish-1')]);
  });

  it('is barred while the account is disabled', () => {
    given([...history, disabled])
      .when(open())
      .thenRefused('account-disabled');
    given([...history, disabled, enabled])
      .when(open())
      .then([emailConfirmed('wish-1')]);
  });

  it('does nothing for an account that is being erased', () => {
    given([...history, erasureRequested(), erasureBegun])
      .when(open())
      .thenRefused('link-invalid');
  });

  it.each([
    ['of nobody', [linked]],
    ['for something else', [linked, linkIssued('password-reset')]],
    ['that confirms nothing', [linked, linkFor(null)]],
  ])('is refused with a link %s', (_, past) => {
    given(past).when(open()).thenRefused('link-invalid');
  });
});
