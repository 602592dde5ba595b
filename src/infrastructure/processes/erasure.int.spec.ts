import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Caller } from '../../domain/kernel/caller.ts';
import { tellStory } from './testing/account-stories.ts';
import type { Story } from './testing/account-stories.ts';
import { openAccountWorld, startOutsideWorld } from './testing/account-world.ts';
import type { AccountWorld, OutsideWorld, ServerLife } from './testing/account-world.ts';

// Every story has dozens of round trips.
jest.setTimeout(60_000);

/** What others do in FreeIPA while somebody thinks about their erasure. */
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
const newMember = async (): Promise<Story> => {
  people += 1;
  const story = tellStory(world, `mary-${String(people)}`);
  await story.signUp();
  await story.verify('Correct-horse-1');
  return story;
};

/** Asks to be erased; what happens before the time to think is over; then it is. */
const erasedAfter = async (story: Story, meanwhile: (life: ServerLife) => Promise<void>): Promise<void> => {
  const life = world.begin();
  const { username } = story;
  const caller: Caller = { accountId: await story.accountId(), username, roles: ['member'] };
  const context = world.context(caller.accountId);
  await life.useCases.accounts.standing.requestErasure({ confirmation: username }, caller, context);
  await meanwhile(life);
  await life.settle();
};

/** What FreeIPA calls a person who has this address, deleted and kept ones included. */
const namesOf = async (email: string): Promise<readonly unknown[]> => {
  const found = await Promise.all(
    [false, true].map((preserved) => outside.freeIpa.admin('user_find', [], { mail: email, preserved })),
  );
  return found.flatMap(({ result }) =>
    (result?.['result'] as readonly { uid: readonly string[] }[]).flatMap(({ uid }) => uid),
  );
};

const phaseOf = async (): Promise<string | undefined> =>
  (await world.history()).findLast(({ type }) => type === 'process-parked' || type === 'account-erased')?.type;

describe('an erasure', () => {
  it('removes the user for good, whom somebody deleted meanwhile but kept', async () => {
    const story = await newMember();
    await erasedAfter(story, async () => {
      await outside.freeIpa.admin('user_del', [story.username], { preserve: true });
    });
    expect(await phaseOf()).toBe('account-erased');
    expect(await namesOf(story.email)).toEqual([]);
  });

  it('finds the user whom somebody renamed meanwhile', async () => {
    const story = await newMember();
    await erasedAfter(story, async () => {
      rename(story.username, 'countess');
      // Who comes after them stays.
      const other = { givenname: 'Another', sn: 'Mary', mail: `other-${story.username}@example.org` };
      await outside.freeIpa.admin('user_add', [story.username], other);
    });
    expect(await phaseOf()).toBe('account-erased');
    expect(await namesOf('countess@example.org')).toEqual([]);
    expect(await namesOf(`other-${story.username}@example.org`)).toEqual([story.username]);
  });

  it('goes on when the user is gone already', async () => {
    const story = await newMember();
    await erasedAfter(story, async () => {
      await outside.freeIpa.admin('user_del', [story.username]);
    });
    expect(await phaseOf()).toBe('account-erased');
  });
});

/** As an administrator of FreeIPA would, with another address too. */
const rename = (from: string, to: string): void => {
  outside.freeIpa.database.change((content) => {
    const { [from]: user, ...users } = content.users;
    if (user === undefined) throw new Error('FreeIPA has no such user');
    const attributes = { ...user.attributes, uid: [to], mail: ['countess@example.org'] };
    return { ...content, users: { ...users, [to]: { ...user, attributes } } };
  });
};
