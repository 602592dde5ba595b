import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { crashPlan } from '../../application/processes/provisioning/testing/crash-plan.ts';
import type { CrashPlan } from '../../application/processes/provisioning/testing/crash-plan.ts';
import { verifyStream } from '../event-log/index.ts';
import { entryOf } from '../freeipa/testing/lab-freeipa.ts';
import { tellStory } from './testing/account-stories.ts';
import type { Story } from './testing/account-stories.ts';
import { openAccountWorld, startOutsideWorld } from './testing/account-world.ts';
import type { AccountWorld, OutsideWorld } from './testing/account-world.ts';

// Every moment is a story of its own, with hundreds of round trips.
jest.setTimeout(600_000);

/**
 * The server dies at every moment of a story: before and after each append to the log (so after every event), each call of
 * FreeIPA, each mail, each use of a key. It is started again, people ask again, and the story has to end the same.
 */
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

let people = 0;
/** Names are used once: FreeIPA and the mailbox remember everybody. */
const newUsername = (): string => {
  people += 1;
  return `ada-${String(people)}`;
};

const first = 'Correct-horse-1';
const second = 'Battery-staple-2';

const subjectsTo = ({ email }: Story): readonly string[] => world.mailsTo(email).map(({ subject }) => subject);

const canSignIn = async ({ username }: Story, password: string): Promise<boolean> =>
  (await outside.freeIpa.caller.logIn(username, password)).status === 200;

const found = async (method: string, story: Story): Promise<number> =>
  Number((await outside.freeIpa.admin(method, [], { mail: story.email })).result?.['count']);

/** One user in FreeIPA, in the group once, with the password; one reservation of each name; one history that verifies. */
const expectOneMember = async (story: Story, password: string): Promise<void> => {
  expect([await found('user_find', story), await found('stageuser_find', story)]).toEqual([1, 0]);
  const user = entryOf(await outside.freeIpa.admin('user_show', [story.username], { all: true }));
  expect((user['memberof_group'] as string[]).filter((group) => group === 'members')).toHaveLength(1);
  expect(await canSignIn(story, password)).toBe(true);
  const events = await world.history();
  for (const type of ['sign-up-received', 'email-verified', 'account-activated'] as const) {
    expect(events.filter((event) => event.type === type)).toHaveLength(1);
  }
  expect(events.filter(({ type }) => type === 'process-parked')).toEqual([]);
};

const expectWholeHistory = async (streamId: string): Promise<void> => {
  const stored = await world.opened.store.readStream(streamId);
  expect(verifyStream(streamId, stored)).toMatchObject({ events: stored.length, breaks: [] });
};

/** Nothing of the person is left anywhere but facts without a name, which verify; what they held is free. */
const expectForgotten = async (story: Story): Promise<void> => {
  expect([await found('user_find', story), await found('stageuser_find', story)]).toEqual([0, 0]);
  expect(world.hypervisor.guests()).toEqual([]);
  const events = await world.history();
  const once = ['erasure-requested', 'account-erased', 'instance-deleted', 'instance-request-withdrawn'] as const;
  for (const type of once) {
    expect(events.filter((event) => event.type === type)).toHaveLength(1);
  }
  expect(events.filter(({ type }) => type === 'process-parked')).toEqual([]);
  const goodbyes = subjectsTo(story).filter((subject) => /eras/i.test(subject));
  expect(goodbyes).toEqual(['Your account will be erased', 'Your account is erased']);
  for (const event of events) {
    if (event.type !== 'sign-up-received') continue;
    const { accountId } = event.data;
    expect(await world.opened.keyVault.find(accountId)).toBeUndefined();
    await expectWholeHistory(`account-${accountId}`);
    const { events: read } = await world.opened.log.load(`account-${accountId}`);
    expect(JSON.stringify(read)).not.toContain(story.username);
  }
  // Whoever comes next may have the names.
  const again = tellStory(world, story.username);
  await again.signUp();
  expect(await found('stageuser_find', again)).toBe(1);
};

type Tale = Readonly<{
  /** What happened before, undisturbed. */
  before?: (story: Story) => Promise<void>;
  /** What a death interrupts. */
  tell: (story: Story) => Promise<void>;
  /** How it ends, always. */
  ends: (story: Story) => Promise<void>;
}>;

/**
 * Tells the tale once undisturbed, to count its moments; then once for each of them, with a death there.
 * @returns how many moments there were
 */
const dyingAtEveryMoment = async (name: string, { before, tell, ends }: Tale): Promise<number> => {
  const story = async (plan: CrashPlan, deaths: number): Promise<void> => {
    const told = tellStory(world, newUsername());
    await before?.(told);
    told.underPlan(plan);
    await tell(told);
    await ends(told);
    expect(told.deaths()).toBe(deaths);
  };
  const undisturbed = crashPlan();
  await story(undisturbed, 0);
  const moments = undisturbed.moments();
  for (const [index, moment] of moments.entries()) {
    await world.end();
    world = await openAccountWorld(outside);
    try {
      await story(crashPlan(index), 1);
    } catch (error) {
      throw new Error(`after a death at moment ${String(index)}, ${moment}`, { cause: error });
    }
  }
  const touching = (place: RegExp): number => moments.filter((moment) => place.test(moment)).length;
  process.stdout.write(
    `${name}: died at each of ${String(moments.length)} moments (${String(touching(/^FreeIPA/))} around requests to FreeIPA, ` +
      `${String(touching(/^SendGrid/))} around requests to SendGrid, ${String(touching(/^log/))} around the log), ended the same\n`,
  );
  return moments.length;
};

const signUp = async (story: Story): Promise<void> => {
  await story.signUp();
  await story.verify(first);
};

describe('an account whose server dies', () => {
  it('is signed up once, whatever the moment', async () => {
    const moments = await dyingAtEveryMoment('sign-up', {
      tell: signUp,
      ends: async (story) => {
        await expectOneMember(story, first);
        expect(subjectsTo(story)).toEqual(['Verify your e-mail address', 'Your account is ready']);
        await expectWholeHistory(`account-${await story.accountId()}`);
      },
    });
    expect(moments).toBeGreaterThan(150);
  });

  it('gets a new password once, whatever the moment', async () => {
    const moments = await dyingAtEveryMoment('password reset', {
      before: signUp,
      tell: (story) => story.resetPassword(second),
      ends: async (story) => {
        await expectOneMember(story, second);
        expect(await canSignIn(story, first)).toBe(false);
        expect(subjectsTo(story).slice(2)).toEqual(['Choose a new password', 'Your password was changed']);
        // Whoever had stolen the first one is out, also where nobody could say what became of it.
        expect((await world.history()).map(({ type }) => type)).toContain('sessions-ended');
        await expectWholeHistory(`account-${await story.accountId()}`);
      },
    });
    expect(moments).toBeGreaterThan(70);
  });

  it('is erased once and whole, whatever the moment', async () => {
    const moments = await dyingAtEveryMoment('erasure', {
      before: async (story) => {
        await signUp(story);
        await story.getInstance();
        await story.askForInstance(`${story.username}-db`);
      },
      tell: (story) => story.beErased(),
      ends: expectForgotten,
    });
    expect(moments).toBeGreaterThan(250);
  });
});
