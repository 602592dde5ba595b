import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createAbandonProcess } from '../../application/processes/admin-acts.ts';
import { crashPlan } from '../../application/processes/provisioning/testing/crash-plan.ts';
import { loadAccount } from '../../application/use-cases/accounts/load-account.ts';
import { tellStory } from './testing/account-stories.ts';
import type { Story } from './testing/account-stories.ts';
import { openAccountWorld, startOutsideWorld } from './testing/account-world.ts';
import type { AccountWorld, OutsideWorld } from './testing/account-world.ts';

// Every story has dozens of round trips.
jest.setTimeout(60_000);

/** What becomes of somebody whom FreeIPA will not have, although their address is verified. */
let outside: OutsideWorld;
let world: AccountWorld;
beforeAll(async () => {
  outside = await startOutsideWorld();
});
afterAll(() => outside.close());
beforeEach(async () => {
  world = await openAccountWorld(outside);
});
afterEach(async () => {
  await outside.freeIpa.admin('group_add', ['members'], {});
  await world.end();
});

const password = 'Correct-horse-1';

let people = 0;
/** Names are used once: FreeIPA and the mailbox remember everybody. */
const newcomer = (): Story => {
  people += 1;
  return tellStory(world, `joan-${String(people)}`);
};

const giveUp = async (story: Story): Promise<void> => {
  const { commandId, ...context } = world.context();
  const admin = { type: 'account', id: 'admin', roles: ['admin'] } as const;
  const abandon = createAbandonProcess(world.opened);
  const processId = `activation-${await story.accountId()}`;
  await abandon({ processId, reason: 'FreeIPA will not have them.' }, { ...context, commandId, actor: admin });
};

/** `users`, `staged` or `preserved` entries of FreeIPA with the mark of an account. */
const entriesOf = (accountId: string): readonly string[] => {
  const { users, staged, preserved } = outside.freeIpa.database.read();
  return Object.entries({ users, staged, preserved }).flatMap(([place, entries]) =>
    Object.values(entries).flatMap(({ attributes }) =>
      (attributes['userclass'] ?? []).some((mark) => mark.endsWith(accountId)) ? [place] : [],
    ),
  );
};

const expectTakenBack = async (story: Story, accountId: string): Promise<void> => {
  expect((await loadAccount(world.opened.log, accountId)).phase).toBe('lapsed');
  expect(entriesOf(accountId)).toEqual([]);
  expect(await world.opened.keyVault.find(accountId)).toBeUndefined();
  const events = await world.history();
  const held = events.flatMap((event) => {
    const { type, data } = event;
    if (type === 'reservation-confirmed' && data.kind !== 'directory') return [data.value];
    return [];
  });
  const released = events.flatMap(({ type, data }) => (type === 'reservation-released' ? [data.value] : []));
  expect(released).toEqual(expect.arrayContaining(held));
  expect(held).toHaveLength(2);
  expect(events.filter(({ type }) => type === 'sign-up-lapsed')).toHaveLength(1);
  // With another name they come in.
  const again = `again-${story.username}`;
  await story.signUp(again);
  const { staged } = outside.freeIpa.database.read();
  expect(staged[again]).toBeDefined();
};

describe('an activation that an admin gives up', () => {
  /** The name became somebody else's in FreeIPA before the address was verified. */
  const withTakenName = async (): Promise<Story> => {
    const story = newcomer();
    await story.signUp();
    const other = { givenname: 'Another', sn: 'Joan', mail: `other-${story.username}@example.org` };
    await outside.freeIpa.admin('user_add', [story.username], other);
    await expect(story.verify(password)).rejects.toMatchObject({ code: 'set-up-delayed' });
    return story;
  };

  /** The person is a user already, but a group of members is missing. */
  const withoutGroup = async (): Promise<Story> => {
    const story = newcomer();
    await story.signUp();
    await outside.freeIpa.admin('group_del', ['members'], {});
    await expect(story.verify(password)).rejects.toMatchObject({ code: 'set-up-delayed' });
    expect(entriesOf(await story.accountId())).toEqual(['users']);
    return story;
  };

  it.each([
    ['because the name is taken, leaves whoever has it alone', withTakenName],
    ['because a group is missing, removes the user that it made', withoutGroup],
  ])('%s, and lets the sign-up lapse, whatever the moment of a crash', async (_, prepare) => {
    const whole = crashPlan();
    const undisturbed = await prepare();
    const first = await undisturbed.accountId();
    await giveUp(undisturbed);
    undisturbed.underPlan(whole);
    await undisturbed.settle();
    const moments = [...whole.moments()];
    await expectTakenBack(undisturbed, first);
    const { users } = outside.freeIpa.database.read();
    expect(users[undisturbed.username] !== undefined).toBe(prepare === withTakenName);
    expect(moments.length).toBeGreaterThan(20);
    for (const at of moments.keys()) {
      await world.end();
      await outside.freeIpa.admin('group_add', ['members'], {});
      world = await openAccountWorld(outside);
      const story = await prepare();
      const accountId = await story.accountId();
      await giveUp(story);
      story.underPlan(crashPlan(at));
      await story.settle();
      expect(story.deaths()).toBe(1);
      await expectTakenBack(story, accountId);
    }
  });
});
