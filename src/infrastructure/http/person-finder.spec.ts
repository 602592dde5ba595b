import { describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { Person } from '../../application/ports/directory.ts';
import { createPersonFinder } from './person-finder.ts';

const email = 'ada@netsoc.test';
const ada: Person = {
  directoryId: 'ada-in-freeipa',
  username: 'ada',
  email,
  displayName: 'Ada',
  groups: ['members'],
  sshKeys: [],
  madeFor: undefined,
  disabled: false,
};
const renamed: Person = { ...ada, displayName: 'Ada Lovelace' };

const startFinder = () => {
  let now = 1_000_000;
  let answer: () => Promise<Person | undefined> = () => Promise.resolve(ada);
  const asked: string[] = [];
  const finder = createPersonFinder({
    directory: {
      findByEmail: (of) => {
        asked.push(of);
        return answer();
      },
    },
    groupsOfRoles: { member: ['members'], admin: [], auditor: [] },
    accountIdOf: () => Promise.resolve('ada-here'),
    link: () => Promise.resolve(undefined),
    log: pino({ level: 'silent' }),
    now: () => now,
  });
  const nameOf = async () => (await finder.find(email))?.account.displayName;
  return {
    finder,
    asked,
    nameOf,
    wait: (seconds: number) => {
      now += seconds * 1000;
    },
    /** A look-up that has begun; the answer comes when the test says. */
    begin: () => {
      const { promise, resolve } = Promise.withResolvers<Person>();
      answer = () => promise;
      return { name: nameOf(), ends: resolve };
    },
    answers: (answering: () => Promise<Person | undefined>) => {
      answer = answering;
    },
  };
};

describe('finding people', () => {
  it('believes the directory for 30 seconds', async () => {
    const { nameOf, wait, answers, asked } = startFinder();
    await nameOf();
    answers(() => Promise.resolve(renamed));
    wait(29);
    expect(await nameOf()).toBe('Ada');
    wait(1);
    expect(await nameOf()).toBe('Ada Lovelace');
    expect(asked).toHaveLength(2);
  });

  it('asks again at once about somebody who was forgotten', async () => {
    const { finder, nameOf, answers } = startFinder();
    await nameOf();
    answers(() => Promise.resolve(renamed));
    finder.forget('ada-here');
    expect(await nameOf()).toBe('Ada Lovelace');
  });

  it('does not believe a look-up that was under way when the person was forgotten, nor lets others join it', async () => {
    const { finder, nameOf, begin } = startFinder();
    const before = begin();
    finder.forget('ada-here');
    const after = begin();
    before.ends(ada);
    expect(await before.name).toBe('Ada');
    after.ends(renamed);
    expect(await after.name).toBe('Ada Lovelace');
    expect(await nameOf()).toBe('Ada Lovelace');
  });

  it('keeps the answer of the look-up that began later, whichever ends last', async () => {
    const { finder, nameOf, begin } = startFinder();
    const before = begin();
    finder.forget('ada-here');
    const after = begin();
    after.ends(renamed);
    await after.name;
    before.ends(ada);
    await before.name;
    expect(await nameOf()).toBe('Ada Lovelace');
  });

  it('asks once more after such a look-up when nobody else has asked', async () => {
    const { finder, nameOf, answers, begin } = startFinder();
    const before = begin();
    finder.forget('ada-here');
    before.ends(ada);
    await before.name;
    answers(() => Promise.resolve(renamed));
    expect(await nameOf()).toBe('Ada Lovelace');
  });

  it('reads on for ten minutes while the directory is away, however often the person was forgotten', async () => {
    const { finder, wait, answers } = startFinder();
    await finder.find(email);
    answers(() => Promise.reject(new DirectoryError('unreachable', 'FreeIPA does not answer')));
    for (let times = 0; times < 30; times += 1) finder.forget('ada-here');
    wait(9 * 60);
    expect(await finder.find(email)).toMatchObject({ account: { username: 'ada' }, stale: true });
    wait(61);
    await expect(finder.find(email)).rejects.toThrow(DirectoryError);
  });
});
