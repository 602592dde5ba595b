import { z } from 'zod';
import type { IpaDatabase } from './ipa-database.ts';
import { withUser } from './ipa-entries.ts';
import type { IpaUser } from './ipa-entries.ts';
import type { IpaSessions } from './ipa-sessions.ts';
import type { LostAnswers } from './lost-answers.ts';
import { passwordPolicy } from './password-policy.ts';

const times = z.int().positive().default(1);

/** What only this simulator can be told. */
export const freeIpaCommand = z.discriminatedUnion('do', [
  /** Ends every session, as a restart of the server would. */
  z.strictObject({ do: z.literal('end-sessions') }),
  /** Changes a person, as an administrator in FreeIPA's own interface would. */
  z.strictObject({
    do: z.literal('change-user'),
    uid: z.string(),
    disabled: z.boolean().optional(),
    attributes: z.record(z.string(), z.array(z.string())).optional(),
  }),
  z.strictObject({ do: z.literal('set-members'), group: z.string(), members: z.array(z.string()) }),
  /** Sets parts of the password policy; the others stay. */
  z.strictObject({ do: z.literal('set-policy'), policy: z.partialRecord(passwordPolicy.keyof(), z.number()) }),
  /** Lets a password run out, as time would. */
  z.strictObject({ do: z.literal('expire-password'), uid: z.string() }),
  /**
   * Runs a command (`user_mod`, or `change_password` for the form) and cuts the connection instead of answering.
   * Other commands are answered.
   */
  z.strictObject({ do: z.literal('lose-answer'), command: z.string(), times }),
]);
export type FreeIpaCommand = z.infer<typeof freeIpaCommand>;

export type Controlled = Readonly<{ database: IpaDatabase; sessions: IpaSessions; lostAnswers: LostAnswers }>;

export const obeyFreeIpaCommand = (wish: FreeIpaCommand, { database, sessions, lostAnswers }: Controlled): void => {
  const changeUser = (uid: string, update: (user: IpaUser) => IpaUser): void => {
    database.change((content) => {
      const user = content.users[uid];
      if (user === undefined) throw new Error(`the lab's FreeIPA has no user ${uid}`);
      return withUser(content, 'users', uid, update(user));
    });
  };
  switch (wish.do) {
    case 'end-sessions':
      sessions.endAll();
      return;
    case 'change-user':
      changeUser(wish.uid, (user) => ({
        ...user,
        disabled: wish.disabled ?? user.disabled,
        attributes: { ...user.attributes, ...wish.attributes },
      }));
      return;
    case 'set-members':
      database.change((content) => {
        const group = content.groups[wish.group];
        if (group === undefined) throw new Error(`the lab's FreeIPA has no group ${wish.group}`);
        return { ...content, groups: { ...content.groups, [wish.group]: { ...group, members: wish.members } } };
      });
      return;
    case 'set-policy':
      database.change((content) => ({
        ...content,
        policy: passwordPolicy.parse({ ...content.policy, ...wish.policy }),
      }));
      return;
    case 'expire-password':
      changeUser(wish.uid, (user) => ({ ...user, passwordExpiresAt: Date.now() }));
      return;
    case 'lose-answer':
      lostAnswers.expect(wish.command, wish.times);
  }
};
