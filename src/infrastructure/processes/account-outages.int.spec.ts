import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AccountEvent } from '../../domain/account/account-events.ts';
import type { NetsocEvent } from '../../domain/events.ts';
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
