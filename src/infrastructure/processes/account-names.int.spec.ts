import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { onAccount } from '../../application/use-cases/accounts/on-account.ts';
import type { CrashPlan } from '../../application/processes/provisioning/testing/crash-plan.ts';
import type { EventLog } from '../../application/ports/event-log.ts';
import { tellStory } from './testing/account-stories.ts';
import type { Story } from './testing/account-stories.ts';
import { openAccountWorld, startOutsideWorld } from './testing/account-world.ts';
import type { AccountWorld, OutsideWorld } from './testing/account-world.ts';
import { losingPlan } from './testing/losing-plan.ts';

// Every story has dozens of round trips.
jest.setTimeout(60_000);

/** What somebody held and holds no more is anybody's to have. */
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
  return `lise-${String(people)}`;
};

/** A person with an account. */
const joined = async (): Promise<Story> => {
  const story = tellStory(world, newUsername());
  await story.signUp();
  await story.verify('Correct-horse-1');
  return story;
};

/** Somebody can sign up with it: the mail that comes is not the one for those who have an account. */
const expectFree = async (names: Readonly<{ email?: string; username?: string }>): Promise<void> => {
  const { email = `${newUsername()}@student.invalid`, username = newUsername() } = names;
  const before = world.mailsTo(email).length;
  const { useCases, settle } = world.begin();
  await useCases.accounts.signUp({ email, username, termsVersion: '2026-11' }, world.context());
  await settle();
  const [newest] = world.mailsTo(email).toReversed();
  expect([world.mailsTo(email).length, newest?.subject]).toEqual([before + 1, 'Verify your e-mail address']);
};

/** Something happens when a stream of the log is about to be read for the first time. */
const beforeFirstLoad = (streamId: string, happens: () => Promise<void>): CrashPlan => {
  let happened = false;
  const watching = (log: EventLog): EventLog => ({
    ...log,
    load: async (loaded) => {
      if (loaded === streamId && !happened) {
        happened = true;
        await happens();
      }
      return log.load(loaded);
    },
  });
  return {
    ...losingPlan(() => false),
    crashing: (name, port) =>
      name === 'log' ? (watching(port as unknown as EventLog) as unknown as typeof port) : port,
  };
};

/** An admin changes an address in FreeIPA, and the portal sees it. */
const movedByHand = async (story: Story, email: string): Promise<void> => {
  await outside.freeIpa.admin('user_mod', [story.username], { mail: email });
  await story.askForReset(email);
};

/** The lab knows no `--rename`, so its people are changed where it keeps them. */
const renamedByHand = async (story: Story): Promise<string> => {
  const next = newUsername();
  outside.freeIpa.database.change((content) => {
    const { [story.username]: entry, ...others } = content.users;
    if (entry === undefined) throw new Error('there is nobody of that name');
    return { ...content, users: { ...others, [next]: { ...entry, attributes: { ...entry.attributes, uid: [next] } } } };
  });
  await story.askForReset();
  return next;
};

describe('an address', () => {
  it('is free when its owner chose another one', async () => {
    const story = await joined();
    await story.moveTo(`new.${story.email}`);
    await expectFree({ email: story.email });
  });

  it('is free when whoever wished for it was erased before it was theirs', async () => {
    const story = await joined();
    const next = `new.${story.email}`;
    story.underPlan(losingPlan((moment) => moment === 'FreeIPA user_mod before'));
    await story.moveTo(next);
    await story.beErased();
    await expectFree({ email: next });
    await expectFree({ email: story.email, username: story.username });
  });

  it('is free when the erasure of whoever wished for it overtook the claim', async () => {
    const story = await joined();
    const next = `new.${story.email}`;
    const accountId = await story.accountId();
    const { log, keyVault, keyedHash } = world.opened;
    const erase = async (): Promise<void> => {
      const erasureId = randomUUID();
      await onAccount(log, accountId, { type: 'request-erasure', erasureId, dueAt: world.now() }, world.context());
      await onAccount(log, accountId, { type: 'begin-erasure', erasureId }, world.context());
      await keyVault.destroy(accountId);
    };
    story.underPlan(beforeFirstLoad(`email-${keyedHash('email', next)}`, erase));
    await story.moveTo(next);
    await expectFree({ email: next });
  });

  it('is free when an admin gave its owner another one', async () => {
    const story = await joined();
    const next = `new.${story.email}`;
    await movedByHand(story, next);
    await expectFree({ email: story.email });
  });
});

describe('a username', () => {
  it('is free when an admin gave its owner another one', async () => {
    const story = await joined();
    await renamedByHand(story);
    await expectFree({ username: story.username });
  });
});
