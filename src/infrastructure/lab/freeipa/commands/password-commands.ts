import { demandRight } from '../access-rights.ts';
import { withUser } from '../ipa-entries.ts';
import { insufficientAccess, noSuchEntry, notFound } from '../ipa-error.ts';
import { retrievalOptions } from '../ipa-parameters.ts';
import { userDn } from '../ipa-rendering.ts';
import { withPassword } from '../password-change.ts';
import { labRealm, labSuffix } from '../seed.ts';
import { attemptSignIn } from '../sign-in-attempt.ts';
import type { IpaCommand } from './command.ts';

/** What stands for the current password when an administrator sets another's (ipaserver/plugins/passwd.py). */
const forAnother = 'CHANGING_PASSWORD_FOR_ANOTHER_USER';

export const passwd: IpaCommand = {
  signature: {
    arguments: [
      { name: 'user', required: true },
      { name: 'password', required: true, type: 'password' },
      { name: 'current_password', required: false, type: 'password' },
    ],
    options: { otp: 'password', version: 'text' },
  },
  run: (given, { database, caller }) => {
    const [uid = ''] = (given.subject ?? '').split('@');
    const password = String(given.positional(1));
    const current = given.positional(2);
    const before = database.read();
    if (before.users[uid] === undefined) throw noSuchEntry();
    const bySomebodyElse = current === forAnother || (current === undefined && uid !== caller);
    if (bySomebodyElse) {
      if (uid === caller) throw insufficientAccess('Invalid credentials');
      demandRight(before, caller, { right: 'write', dn: userDn('users', uid), attribute: 'userPassword' });
    } else if (!['accepted', 'expired'].includes(attemptSignIn(database, uid, String(current)))) {
      throw insufficientAccess(' Invalid credentials');
    }
    database.change((content) => {
      const user = content.users[uid];
      if (user === undefined) return content;
      const by = bySomebodyElse ? 'administrator' : 'owner';
      return withUser(
        content,
        'users',
        uid,
        withPassword(user, { password, by, policy: content.policy, now: Date.now() }),
      );
    });
    const principal = `${uid}@${labRealm}`;
    return { result: true, value: principal, summary: `Changed password for "${principal}"` };
  },
};

/** The lab has one policy, for everybody. */
export const passwordPolicyShow: IpaCommand = {
  signature: {
    arguments: [{ name: 'group', required: false }],
    options: { ...retrievalOptions, user: 'text', rights: 'flag' },
  },
  run: (given, { database }) => {
    const { policy, users } = database.read();
    const [user] = given.texts('user') ?? [];
    if (user !== undefined && users[user] === undefined) throw notFound('user', user);
    if (given.subject !== undefined && given.subject !== 'global_policy') throw noSuchEntry();
    return {
      result: {
        dn: `cn=global_policy,cn=${labRealm},cn=kerberos,${labSuffix}`,
        cn: ['global_policy'],
        krbmaxpwdlife: [String(policy.maximumLifeDays)],
        krbminpwdlife: [String(policy.minimumLifeHours)],
        krbpwdhistorylength: [String(policy.historyLength)],
        krbpwdmindiffchars: [String(policy.minimumClasses)],
        krbpwdminlength: [String(policy.minimumLength)],
        krbpwdmaxfailure: [String(policy.maximumFailures)],
        krbpwdfailurecountinterval: [String(policy.failureIntervalSeconds)],
        krbpwdlockoutduration: [String(policy.lockoutSeconds)],
        passwordgracelimit: ['-1'],
      },
      value: 'global_policy',
      summary: null,
    };
  },
};
