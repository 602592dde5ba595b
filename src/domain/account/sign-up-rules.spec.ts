import { describe, it } from '@jest/globals';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import { accountDecider } from './account-decider.ts';
import {
  activated,
  ada,
  hashOf,
  historyTo,
  lapsed,
  linkIssued,
  noon,
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
  it.each(['waiting', 'turned-away'] as const)('lapses when it is %s', (phase) => {
    given(historyTo[phase]).when({ type: 'lapse' }).then([lapsed]);
  });

  it('does not lapse when its address was verified in the last moment', () => {
    given([signedUp, linkIssued('verification'), verified()])
      .when({ type: 'lapse' })
      .thenNothing();
  });

  it.each(except('waiting', 'turned-away'))('does not lapse when it is %s', (phase) => {
    given(historyTo[phase]).when({ type: 'lapse' }).thenNothing();
  });

  it('takes its links with it', () => {
    given([signedUp, linkIssued('verification'), lapsed])
      .when({ type: 'verify-email', tokenHash: hashOf('link-1'), now: noon })
      .thenRefused('link-invalid');
  });
});
