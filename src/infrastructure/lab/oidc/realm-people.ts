import { v5 as uuidFromName } from 'uuid';
import type { IpaDatabase } from '../freeipa/ipa-database.ts';
import { firstValue, groupsOf } from '../freeipa/ipa-entries.ts';
import type { IpaUser } from '../freeipa/ipa-entries.ts';
import { attemptSignIn } from '../freeipa/sign-in-attempt.ts';

/** A person as the realm knows them: what Keycloak would have read from FreeIPA by federation. */
export type RealmPerson = Readonly<{
  /** The realm's own id (`sub`); not FreeIPA's. */
  id: string;
  username: string;
  email: string;
  emailVerified: boolean;
  givenName: string;
  familyName: string;
  displayName: string;
  groups: readonly string[];
}>;

/** Why somebody is not let in; whoever is disabled or has no e-mail address is told no more than that it is `wrong`. */
export type SignInRefusal = 'wrong' | 'expired' | 'locked';

export type RealmPeople = Readonly<{
  findByUsername: (username: string) => RealmPerson | undefined;
  findById: (id: string) => RealmPerson | undefined;
  /** The person, when the password is theirs and opens something. Wrong ones are counted, as FreeIPA counts them. */
  authenticate: (username: string, password: string) => RealmPerson | SignInRefusal;
}>;

/** Namespace of the realm's subject ids, so that they stay the same over restarts and differ from FreeIPA's ids. */
const subjectNamespace = 'b8a1a7c8-6a4b-4f0f-8d7c-3f6f0a52a9d1';

/** People of the realm: those of the lab's FreeIPA who have an e-mail address and are not disabled. */
export const createRealmPeople = (database: IpaDatabase): RealmPeople => {
  const toPerson = (uid: string, user: IpaUser): RealmPerson => ({
    id: uuidFromName(firstValue(user, 'ipauniqueid'), subjectNamespace),
    username: uid,
    email: firstValue(user, 'mail'),
    emailVerified: true,
    givenName: firstValue(user, 'givenname'),
    familyName: firstValue(user, 'sn'),
    displayName: firstValue(user, 'cn'),
    groups: groupsOf(database.read(), uid),
  });
  const mayEnter = (user: IpaUser): boolean => !user.disabled && firstValue(user, 'mail') !== '';

  return {
    findByUsername: (username) => {
      const user = database.read().users[username];
      return user !== undefined && mayEnter(user) ? toPerson(username, user) : undefined;
    },
    findById: (id) =>
      Object.entries(database.read().users)
        .filter(([, user]) => mayEnter(user))
        .map(([uid, user]) => toPerson(uid, user))
        .find((person) => person.id === id),
    authenticate: (username, password) => {
      const uid = username.trim().toLowerCase();
      const attempt = attemptSignIn(database, uid, password);
      const user = database.read().users[uid];
      if (attempt === 'expired' || attempt === 'locked') return attempt;
      return attempt === 'accepted' && user !== undefined && mayEnter(user) ? toPerson(uid, user) : 'wrong';
    },
  };
};
