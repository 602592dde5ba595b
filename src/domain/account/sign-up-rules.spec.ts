import { describe, it } from '@jest/globals';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import type { AccountCommand } from './account-commands.ts';
import { accountDecider } from './account-decider.ts';
import type { AccountEvent } from './account-events.ts';
import {
  activated,
  ada,
  almostOne,
  hashOf,
  historyTo,
  lapsed,
  linkIssued,
  linked,
  noon,
  one,
  phases,
  signedUp,
  turnedAway,
  two,
  verified,
} from './testing/account-history.ts';

const { given } = specificationOf(accountDecider);

const receive = { type: 'receive-sign-up', ...ada, termsVersion: '2026-01', until: two } as const;
const except = (...some: readonly string[]) => phases.filter((phase) => !some.includes(phase));

describe('signing up', () => {
  it('is received with the terms that were accepted, and how long the names are held', () => {
    given([]).when(receive).then([signedUp]);
  });

  it.each(except('unknown'))('is received once: an account that is %s cannot sign up', (phase) => {
    given(historyTo[phase]).when(receive).thenRefused('account-exists');
  });
});

describe('a sign-up whose address belongs to somebody already', () => {
  it.each(['registered', 'waiting'] as const)('is turned away while it waits: the address is %s', (because) => {
    given([signedUp])
      .when({ type: 'turn-away', because })
      .then([turnedAway(because)]);
  });

  it.each(except('waiting'))('changes nothing once it is %s', (phase) => {
    given(historyTo[phase]).when({ type: 'turn-away', because: 'registered' }).thenNothing();
  });

  it('can no longer be verified', () => {
    given([signedUp, linkIssued('verification'), turnedAway('registered')])
      .when({ type: 'verify-email', tokenHash: hashOf('link-1'), now: noon })
      .thenRefused('link-invalid');
  });
});

describe('a sign-up with the address of an account', () => {
  const note = (now: string): AccountCommand => ({ type: 'note-sign-up', now, quietUntil: two });
  const told: AccountEvent = { type: 'sign-up-repeated', data: { accountId: 'a-1', quietUntil: one } };

  it('is told its owner', () => {
    given([linked])
      .when(note(noon))
      .then([{ type: 'sign-up-repeated', data: { accountId: 'a-1', quietUntil: two } }]);
  });

  it('is told once in a while, however often others try', () => {
    given([linked, told]).when(note(almostOne)).thenNothing();
    given([linked, told])
      .when(note(one))
      .then([{ type: 'sign-up-repeated', data: { accountId: 'a-1', quietUntil: two } }]);
  });

  it.each(except('active'))('is told nobody whose account is %s', (phase) => {
    given(historyTo[phase]).when(note(noon)).thenNothing();
  });
});

describe('setting up an account', () => {
  it('is over when the person is a user of the directory', () => {
    given(historyTo.verified).when({ type: 'record-activated' }).then([activated]);
  });

  it.each(except('verified'))('changes nothing of an account that is %s', (phase) => {
    given(historyTo[phase]).when({ type: 'record-activated' }).thenNothing();
  });

  it('is recorded once', () => {
    given([...historyTo.verified, activated])
      .when({ type: 'record-activated' })
      .thenNothing();
  });
});

describe('a sign-up that nobody verified', () => {
  it('lapses', () => {
    given(historyTo.waiting).when({ type: 'lapse' }).then([lapsed]);
  });

  it('does not lapse when its address was verified in the last moment', () => {
    given([signedUp, linkIssued('verification'), verified()])
      .when({ type: 'lapse' })
      .thenNothing();
  });

  it('lapses when its activation was given up, and only then', () => {
    given(historyTo.verified).when({ type: 'give-up-activation' }).then([lapsed]);
  });

  it.each(except('verified'))('has no activation to give up when it is %s', (phase) => {
    given(historyTo[phase]).when({ type: 'give-up-activation' }).thenNothing();
  });

  it.each(except('waiting'))('does not lapse when it is %s', (phase) => {
    given(historyTo[phase]).when({ type: 'lapse' }).thenNothing();
  });

  it('takes its links with it', () => {
    given([signedUp, linkIssued('verification'), lapsed])
      .when({ type: 'verify-email', tokenHash: hashOf('link-1'), now: noon })
      .thenRefused('link-invalid');
  });
});
