import { describe, it } from '@jest/globals';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import type { AccountCommand } from './account-commands.ts';
import { accountDecider } from './account-decider.ts';
import type { AccountEvent } from './account-events.ts';
import {
  ada,
  almostOne,
  disabled,
  emailConfirmed,
  emailWished,
  enabled,
  erasureBegun,
  erasureRequested,
  historyTo,
  linkIssued,
  linked,
  noon,
  one,
  phases,
} from './testing/account-history.ts';

const { given } = specificationOf(accountDecider);
const { accountId } = ada;

const changeId = 'wish-1';
const key = { key: 'ssh-ed25519 AAAAC3Nz ada@laptop', fingerprint: 'SHA256:abc', keyType: 'ssh-ed25519' };
const { fingerprint, keyType } = key;

type Wish = Readonly<{ name: string; command: AccountCommand; wished: AccountEvent; done: AccountEvent }>;

const addKey: Wish = {
  name: 'a new SSH key',
  command: { type: 'submit-ssh-key', changeId, ...key },
  wished: { type: 'ssh-key-submitted', data: { accountId, changeId, ...key } },
  done: { type: 'ssh-key-added', data: { accountId, changeId, fingerprint, keyType } },
};
const removeKey: Wish = {
  name: 'an SSH key less',
  command: { type: 'request-ssh-key-removal', changeId, ...key },
  wished: { type: 'ssh-key-removal-requested', data: { accountId, changeId, ...key } },
  done: { type: 'ssh-key-removed', data: { accountId, changeId, fingerprint, keyType } },
};
const rename: Wish = {
  name: 'another name',
  command: { type: 'choose-display-name', changeId, displayName: 'Ada King' },
  wished: { type: 'display-name-chosen', data: { accountId, changeId, displayName: 'Ada King' } },
  done: { type: 'display-name-changed', data: { accountId, changeId, displayName: 'Ada King' } },
};
const move: Wish = {
  name: 'another address',
  command: { type: 'request-email-change', changeId, email: 'ada@example.com', now: noon },
  wished: emailWished(changeId, 'ada@example.com'),
  done: {
    type: 'email-changed',
    data: { accountId, changeId, email: 'ada@example.com', previous: 'ada@example.org' },
  },
};
const wishes = [addKey, removeKey, rename, move];

const record: AccountCommand = { type: 'record-profile-change', changeId };
const recordRefused: AccountCommand = { type: 'record-profile-change-refused', changeId, cause: 'FreeIPA says no' };
const refused: AccountEvent = {
  type: 'profile-change-refused',
  data: { accountId, changeId, cause: 'FreeIPA says no' },
};

describe.each(wishes)('$name', ({ command, wished, done }) => {
  it('is a wish first', () => {
    given([linked]).when(command).then([wished]);
  });

  it.each(phases.filter((phase) => phase !== 'active'))('is no wish of an account that is %s', (phase) => {
    given(historyTo[phase]).when(command).thenRefused('account-not-active');
  });

  it('is no wish of an account that is disabled, but has its outcome when it was one before', () => {
    given([linked, disabled]).when(command).thenRefused('account-disabled');
    given([linked, disabled, enabled]).when(command).then([wished]);
    given([linked, wished, disabled]).when(record).then([done]);
  });

  it('is wished for once, however late that is said again', () => {
    given([linked, wished]).when(command).thenNothing();
    given([linked, wished, done]).when(command).thenNothing();
    given([linked, wished, refused]).when(command).thenNothing();
  });

  it('is recorded once the directory has it', () => {
    given([linked, wished]).when(record).then([done]);
  });

  it('is recorded as refused in the words of who refused', () => {
    given([linked, wished]).when(recordRefused).then([refused]);
  });

  it('has one outcome', () => {
    for (const outcome of [done, refused]) {
      given([linked, wished, outcome]).when(record).thenNothing();
      given([linked, wished, outcome]).when(recordRefused).thenNothing();
    }
  });

  it('has no outcome when nobody wished for it, or somebody else’s wish has one', () => {
    given([linked]).when(record).thenNothing();
    given([linked]).when(recordRefused).thenNothing();
    given([linked, wished])
      .when({ ...record, changeId: 'wish-2' })
      .thenNothing();
    given([linked, wished])
      .when({ ...recordRefused, changeId: 'wish-2' })
      .thenNothing();
  });

  it('is forgotten with the account', () => {
    given([linked, wished, erasureRequested(), erasureBegun]).when(record).thenNothing();
  });
});

describe('a newer wish for the same', () => {
  const newerId = 'wish-2';
  const recordNewer: AccountCommand = { type: 'record-profile-change', changeId: newerId };
  const renameAgain: AccountEvent = {
    type: 'display-name-chosen',
    data: { accountId, changeId: newerId, displayName: 'Ada Byron' },
  };
  const moveAgain = emailWished(newerId, 'ada@example.net');
  const addAgain: AccountEvent = { type: 'ssh-key-submitted', data: { accountId, changeId: newerId, ...key } };
  const removeAgain: AccountEvent = {
    type: 'ssh-key-removal-requested',
    data: { accountId, changeId: newerId, ...key },
  };

  it.each<[string, readonly AccountEvent[]]>([
    ['name', [rename.wished, renameAgain]],
    ['confirmed address', [move.wished, emailConfirmed(changeId), moveAgain, emailConfirmed(newerId, 'link-2')]],
    ['key, to be added and then removed', [addKey.wished, removeAgain]],
    ['key, to be removed and then added', [removeKey.wished, addAgain]],
  ])('takes the place of an open one: a %s', (_, wished) => {
    given([linked, ...wished])
      .when(record)
      .thenNothing();
    given([linked, ...wished])
      .when(recordRefused)
      .thenNothing();
    given([linked, ...wished])
      .when({ ...recordRefused, changeId: newerId })
      .then([{ type: 'profile-change-refused', data: { accountId, changeId: newerId, cause: 'FreeIPA says no' } }]);
  });

  it('leaves open what is about something else', () => {
    const anotherKey = { ...key, fingerprint: 'SHA256:def' };
    const another: AccountEvent = { type: 'ssh-key-submitted', data: { accountId, changeId: newerId, ...anotherKey } };
    given([linked, addKey.wished, another]).when(record).then([addKey.done]);
    given([linked, addKey.wished, renameAgain, moveAgain]).when(record).then([addKey.done]);
    given([linked, rename.wished, moveAgain]).when(record).then([rename.done]);
  });

  it('leaves an address that was confirmed alone until it is confirmed itself', () => {
    given([linked, move.wished, emailConfirmed(changeId), moveAgain])
      .when(record)
      .then([move.done]);
  });

  it('tells of the new address at the one that was there before both', () => {
    const both = [move.wished, emailConfirmed(changeId), moveAgain, emailConfirmed(newerId, 'link-2')];
    given([linked, ...both])
      .when(recordNewer)
      .then([
        {
          type: 'email-changed',
          data: { accountId, changeId: newerId, email: 'ada@example.net', previous: ada.email },
        },
      ]);
  });
});

describe('wishing for another address', () => {
  const three = ['link-1', 'link-2', 'link-3'].map((linkId) => linkIssued('email-change', linkId));
  const wish = (now: string): AccountCommand => ({
    type: 'request-email-change',
    changeId: 'wish-4',
    email: 'ada@example.com',
    now,
  });

  it('is refused as long as three links are on their way, so that the last one keeps working', () => {
    given([linked, ...three])
      .when(wish(almostOne))
      .thenRefused('links-enough');
    given([linked, ...three])
      .when(wish(one))
      .then([emailWished('wish-4', 'ada@example.com')]);
    given([linked, ...three.slice(1), linkIssued('password-reset')])
      .when(wish(noon))
      .then([emailWished('wish-4', 'ada@example.com')]);
  });

  it('is no new wish when it is said again, whatever links are on their way', () => {
    given([linked, emailWished('wish-4', 'ada@example.com'), ...three])
      .when(wish(noon))
      .thenNothing();
  });
});

describe('the address before', () => {
  it('is the one at the time of the confirmation, also when the directory was seen with the new one before the outcome', () => {
    const seen: AccountEvent = { type: 'account-linked', data: { ...ada, email: 'ada@example.com' } };
    given([linked, move.wished, emailConfirmed(changeId), seen])
      .when(record)
      .then([move.done]);
  });
});

describe('the name a person has', () => {
  it('need not be wished for', () => {
    given([linked]).when({ type: 'choose-display-name', changeId, displayName: ada.displayName }).thenNothing();
  });

  it('can be wished for again while another one is under way', () => {
    const back = { changeId: 'wish-2', displayName: ada.displayName };
    given([linked, rename.wished])
      .when({ type: 'choose-display-name', ...back })
      .then([{ type: 'display-name-chosen', data: { accountId, ...back } }]);
  });

  it('is the one that was changed last', () => {
    given([linked, rename.wished, rename.done])
      .when({ type: 'choose-display-name', changeId: 'wish-2', displayName: 'Ada King' })
      .thenNothing();
  });
});

describe('the address a person has', () => {
  it.each(['ada@example.org', 'Ada@Example.ORG'])('cannot be changed to itself, as %s', (email) => {
    given([linked]).when({ type: 'request-email-change', changeId, email, now: noon }).thenRefused('email-unchanged');
  });

  it('is the one that was changed last', () => {
    given([linked, move.wished, move.done])
      .when({ type: 'request-email-change', changeId: 'wish-2', email: 'ada@example.com', now: noon })
      .thenRefused('email-unchanged');
    given([linked, move.wished, move.done])
      .when({ type: 'request-email-change', changeId: 'wish-2', email: 'ada@example.org', now: noon })
      .then([emailWished('wish-2', 'ada@example.org')]);
  });

  it('gives way to the newest wish: one that nobody confirmed has no outcome any more', () => {
    given([linked, move.wished, emailWished('wish-2', 'ada@example.net')])
      .when(record)
      .thenNothing();
  });

  it('is changed by a wish that was confirmed, whatever is wished for meanwhile', () => {
    given([linked, move.wished, emailConfirmed(changeId), emailWished('wish-2', 'ada@example.net')])
      .when(record)
      .then([move.done]);
  });

  it('is told with the one before, as it was when the change was made', () => {
    const moved: AccountEvent = { type: 'account-linked', data: { ...ada, email: 'countess@example.org' } };
    given([linked, move.wished, moved])
      .when(record)
      .then([
        {
          type: 'email-changed',
          data: { accountId, changeId, email: 'ada@example.com', previous: 'countess@example.org' },
        },
      ]);
  });
});
