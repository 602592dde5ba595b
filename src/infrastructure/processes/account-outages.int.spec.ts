import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import ssh2 from 'ssh2';
import { createAbandonProcess } from '../../application/processes/admin-acts.ts';
import type { Directory } from '../../application/ports/directory.ts';
import { loadAccount } from '../../application/use-cases/accounts/load-account.ts';
import { onAccount } from '../../application/use-cases/accounts/on-account.ts';
import type { CrashPlan } from '../../application/processes/provisioning/testing/crash-plan.ts';
import type { AccountEvent } from '../../domain/account/account-events.ts';
import { processIdOf } from '../../domain/process/process-definition.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import type { IpaUser } from '../lab/freeipa/ipa-entries.ts';
import { entryOf } from '../freeipa/testing/lab-freeipa.ts';
import { tellStory } from './testing/account-stories.ts';
import type { Story } from './testing/account-stories.ts';
import { openAccountWorld, startOutsideWorld } from './testing/account-world.ts';
import type { AccountWorld, OutsideWorld } from './testing/account-world.ts';
import { losingPlan } from './testing/losing-plan.ts';

// Every story has dozens of round trips.
jest.setTimeout(60_000);

/** What people do while FreeIPA's answers are lost. */
let outside: OutsideWorld;
let world: AccountWorld;
beforeAll(async () => {
  outside = await startOutsideWorld();
});
afterAll(() => outside.close());
beforeEach(async () => {
  world = await openAccountWorld(outside);
});
afterEach(() => world.end());

const password = 'Correct-horse-1';

let people = 0;
/** Names are used once: FreeIPA and the mailbox remember everybody. */
const newUsername = (): string => {
  people += 1;
  return `eve-${String(people)}`;
};

/** Ids of all accounts that an event of a type is about. */
const accountsIn = async (...types: readonly AccountEvent['type'][]): Promise<readonly string[]> => {
  const isOne = (event: NetsocEvent): event is AccountEvent => types.some((type) => type === event.type);
  return [...new Set((await world.history()).filter(isOne).map(({ data }) => data.accountId))];
};

/** A person with an account. */
const joined = async (): Promise<Story> => {
  const story = tellStory(world, newUsername());
  await story.signUp();
  await story.verify(password);
  return story;
};

/** Something happens before the directory is asked for a change for the first time. */
const beforeFirst = (call: keyof Directory, happens: (directory: Directory) => Promise<void>): CrashPlan => {
  let happened = false;
  const watching = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, key) => {
        const member = Reflect.get(target, key) as (...given: readonly unknown[]) => Promise<unknown>;
        return async (...given: readonly unknown[]): Promise<unknown> => {
          if (key === call && !happened) {
            happened = true;
            await happens(target as unknown as Directory);
          }
          return member(...given);
        };
      },
    });
  return { ...losingPlan(() => false), crashing: (name, port) => (name === 'directory' ? watching(port) : port) };
};

const subjectsTo = (email: string): readonly string[] => world.mailsTo(email).map(({ subject }) => subject);

describe('somebody who is a user in FreeIPA already, while their account is still being set up', () => {
  /** FreeIPA made the user, and does not answer whoever wants to see it. */
  const interrupted = async (story: Story) => {
    let lost = true;
    await story.signUp();
    story.underPlan(losingPlan((moment) => lost && moment === 'FreeIPA user_show before'));
    await expect(story.verify(password)).rejects.toMatchObject({ code: 'set-up-delayed' });
    return {
      answersAgain: async () => {
        lost = false;
        await story.settle();
      },
    };
  };

  it.each<[string, (story: Story) => Promise<void>]>([
    ['ask for a forgotten password', (story) => story.askForReset()],
    ['sign up again', (story) => story.signUp(`${story.username}-x`)],
  ])('have one account when they %s, and nothing is left of it when they are erased', async (_, ask) => {
    const story = tellStory(world, newUsername());
    const outage = await interrupted(story);
    await ask(story);
    expect(await accountsIn('account-linked')).toEqual([]);
    await outage.answersAgain();
    await story.verify(password);
    expect(subjectsTo(story.email)).toContain('Your account is ready');
    await story.beErased();
    for (const accountId of await accountsIn('sign-up-received', 'account-linked')) {
      expect(await world.opened.keyVault.find(accountId)).toBeUndefined();
    }
  });
});

describe('somebody whose address is being changed', () => {
  it('are told of it at the address before, also when FreeIPA was seen with the new one before the outcome', async () => {
    const story = await joined();
    const next = `new.${story.email}`;
    let answered = 0;
    let lost = true;
    story.underPlan(
      losingPlan((moment) => {
        // The first change happens, but nobody hears of it.
        if (moment === 'FreeIPA user_mod after') answered += 1;
        return lost && /^FreeIPA user_mod (before|after)$/.test(moment) && (answered > 0 || moment.endsWith('after'));
      }),
    );
    await story.moveTo(next);
    await story.askForReset(next);
    expect(subjectsTo(next)).toContain('Choose a new password');
    expect(await accountsIn('email-changed')).toEqual([]);
    lost = false;
    await story.settle();
    expect(subjectsTo(story.email)).toContain('Your e-mail address was changed');
    expect(subjectsTo(next)).not.toContain('Your e-mail address was changed');
  });
});

describe('somebody who thinks better of a wish before it is carried out', () => {
  const inFreeIpa = async ({ username }: Story): Promise<Readonly<Record<string, unknown>>> =>
    entryOf(await outside.freeIpa.admin('user_show', [username], { all: true }));
  const inLog = async (story: Story) => (await loadAccount(world.opened.log, await story.accountId())).particulars;

  it('have the newer name, also when the older one is tried again later', async () => {
    const story = await joined();
    let lost = true;
    story.underPlan(losingPlan((moment) => lost && moment === 'FreeIPA user_mod before'));
    await story.rename('Ada Byron');
    lost = false;
    await story.rename('Ada Lovelace');
    await story.settle();
    expect((await inFreeIpa(story))['displayname']).toEqual(['Ada Lovelace']);
    expect((await inLog(story)).displayName).toBe('Ada Lovelace');
    expect(await accountsIn('display-name-changed')).toHaveLength(1);
  });

  it('have the newer address, also when the older one is tried again later', async () => {
    const story = await joined();
    const [older, newer] = [`older.${story.email}`, `newer.${story.email}`];
    let lost = true;
    // What was asked of FreeIPA happens, but it does not say so.
    story.underPlan(losingPlan((moment) => lost && moment === 'FreeIPA user_mod after'));
    await story.moveTo(older);
    await story.askForAddress(newer);
    lost = false;
    await story.confirmAddress(newer);
    expect((await inFreeIpa(story))['mail']).toEqual([newer]);
    expect((await inLog(story)).email).toBe(newer);
    const holderOf = (value: string) =>
      world.begin().useCases.reservations.holderOf({ kind: 'email', value }, world.now());
    expect([await holderOf(story.email), await holderOf(older), await holderOf(newer)]).toEqual([
      undefined,
      undefined,
      await story.accountId(),
    ]);
    expect(subjectsTo(story.email)).toContain('Your e-mail address was changed');
  });

  it('keep their address when FreeIPA made the older wish true, and the newer one turns out to be taken', async () => {
    const story = await joined();
    const [older, newer] = [`older.${story.email}`, `newer.${story.email}`];
    let lost = 'FreeIPA user_mod after';
    story.underPlan(losingPlan((moment) => moment === lost));
    await story.moveTo(older);
    await story.askForAddress(newer);
    // The newer one waits for its claim while the older one is tried again.
    lost = 'FreeIPA stageuser_find before';
    await story.confirmAddress(newer);
    const somebody = { givenname: 'Somebody', sn: 'Else', cn: 'Somebody Else', mail: newer };
    await outside.freeIpa.admin('user_add', [newUsername()], somebody);
    lost = '';
    await story.settle();
    expect(await accountsIn('profile-change-refused')).toEqual([await story.accountId()]);
    expect((await inFreeIpa(story))['mail']).toEqual([story.email]);
    expect((await inLog(story)).email).toBe(story.email);
  });

  it('have the newer name, also when FreeIPA hears of the older one after it', async () => {
    const story = await joined();
    const accountId = await story.accountId();
    const { log } = world.opened;
    story.underPlan(
      beforeFirst('setDisplayName', async (directory) => {
        const newer = { changeId: randomUUID(), displayName: 'Ada Lovelace' };
        await onAccount(log, accountId, { type: 'choose-display-name', ...newer }, world.context());
        await directory.setDisplayName(story.username, newer.displayName);
        await onAccount(log, accountId, { type: 'record-profile-change', ...newer }, world.context());
      }),
    );
    await story.rename('Ada Byron');
    expect((await inFreeIpa(story))['displayname']).toEqual(['Ada Lovelace']);
    expect((await inLog(story)).displayName).toBe('Ada Lovelace');
  });

  it('have no key that they removed, also when FreeIPA is asked once more to add it', async () => {
    const story = await joined();
    const { public: key } = ssh2.utils.generateKeyPairSync('ed25519');
    let lost = true;
    let added = false;
    story.underPlan(
      losingPlan((moment) => {
        added ||= moment === 'FreeIPA user_mod after';
        return lost && added && /^FreeIPA user_(mod after|show before)$/.test(moment);
      }),
    );
    await story.addKey(key);
    lost = false;
    await story.removeKey(key);
    await story.settle();
    expect((await inFreeIpa(story))['ipasshpubkey']).toBeUndefined();
  });
});

describe('the server of FreeIPA that is asked', () => {
  it('need not know yet whom another one has made a user', async () => {
    const story = tellStory(world, newUsername());
    const { database } = outside.freeIpa;
    let unaware = true;
    await story.signUp();
    const hidden: { entry?: IpaUser } = {};
    story.underPlan(
      losingPlan((moment) => {
        if (moment === 'FreeIPA group_add_member before' && unaware) {
          database.change((content) => {
            const { [story.username]: entry, ...others } = content.users;
            if (entry !== undefined) hidden.entry = entry;
            return { ...content, users: others };
          });
        } else if (moment === 'FreeIPA group_add_member after' && hidden.entry !== undefined) {
          const { entry } = hidden;
          unaware = false;
          database.change((content) => ({ ...content, users: { ...content.users, [story.username]: entry } }));
        }
        return false;
      }),
    );
    await story.verify(password);
    expect(unaware).toBe(false);
    expect(await accountsIn('account-activated')).toEqual([await story.accountId()]);
    expect((await world.history()).map(({ type }) => type)).not.toContain('process-parked');
  });

  it('waits for an admin when it has no such group', async () => {
    const story = tellStory(world, newUsername());
    const { database } = outside.freeIpa;
    await story.signUp();
    const { groups } = database.read();
    const { members: _, ...others } = groups;
    database.change((content) => ({ ...content, groups: others }));
    await expect(story.verify(password)).rejects.toMatchObject({ code: 'set-up-delayed' });
    database.change((content) => ({ ...content, groups: { ...content.groups, ...groups } }));
    const causes = (await world.history()).flatMap(({ type, data }) => (type === 'step-failed' ? [data.cause] : []));
    expect(causes).toEqual(['FreeIPA has no group members']);
  });

  it('is asked for nothing when the time of a sign-up is over that an admin gave up before', async () => {
    const story = tellStory(world, newUsername());
    let lost = true;
    const plan = losingPlan((moment) => lost && moment === 'FreeIPA stageuser_add before');
    story.underPlan(plan);
    await story.signUp();
    const processId = processIdOf('sign-up', await story.accountId());
    const abandon = createAbandonProcess(world.opened);
    const operator = { ...world.context(), actor: { type: 'cli', id: 'root' } } as const;
    await abandon({ processId, reason: 'They asked in person.' }, operator);
    lost = false;
    await story.settle();
    expect(await accountsIn('sign-up-lapsed')).toHaveLength(1);
    const asked = (): number => plan.moments().filter((moment) => moment.startsWith('FreeIPA')).length;
    const before = asked();
    await story.settle(25 * 60 * 60_000);
    expect(asked()).toBe(before);
  });
});
