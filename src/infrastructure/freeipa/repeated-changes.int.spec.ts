import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Directory, LeavingPerson, NewPerson } from '../../application/ports/directory.ts';
import { startLabFreeIpa } from './testing/lab-freeipa.ts';
import type { LabFreeIpa } from './testing/lab-freeipa.ts';

let lab: LabFreeIpa;
let directory: Directory;

beforeEach(async () => {
  lab = await startLabFreeIpa();
  directory = lab.open();
});
afterEach(() => lab.close());

const ada: NewPerson = { accountId: 'account-1', username: 'ada', email: 'ada@example.org', displayName: 'Ada Byron' };
const hers = { accountId: 'account-1', username: 'ada' };
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGhhcmRseSBhIHJlYWwga2V5LCBidXQgaXQgd2lsbCBkbw== ada';
const directoryIdOf = async (username: string): Promise<string> =>
  (await lab.open().findByUsername(username))?.directoryId ?? '';

type Change = Readonly<{
  what: string;
  /** The command of FreeIPA that has the effect. */
  command: string;
  prepare?: () => Promise<unknown>;
  act: (directory: Directory) => Promise<unknown>;
}>;

const changes: readonly Change[] = [
  { what: 'stage', command: 'stageuser_add', act: (to) => to.stage(ada) },
  {
    what: 'activate',
    command: 'stageuser_activate',
    prepare: () => directory.stage(ada),
    act: (to) => to.activate(hers),
  },
  {
    what: 'unstage',
    command: 'stageuser_del',
    prepare: () => directory.stage(ada),
    act: (to) => to.unstage(hers),
  },
  {
    what: 'remove',
    command: 'user_del',
    act: async (to) => {
      const id = await directoryIdOf('member');
      const isTheirs: LeavingPerson['isTheirs'] = (entry) => Promise.resolve(entry.directoryId === id);
      await to.remove({ accountId: '1', username: 'member', email: '', isTheirs });
    },
  },
  { what: 'joinGroups', command: 'group_add_member', act: (to) => to.joinGroups('member', ['auditors', 'admins']) },
  { what: 'setEmail', command: 'user_mod', act: (to) => to.setEmail('member', 'new@example.org') },
  { what: 'setDisplayName', command: 'user_mod', act: (to) => to.setDisplayName('member', 'New Name') },
  { what: 'addSshKey', command: 'user_mod', act: (to) => to.addSshKey('member', key) },
  {
    what: 'removeSshKey',
    command: 'user_mod',
    prepare: () => directory.addSshKey('member', key),
    act: (to) => to.removeSshKey('member', key),
  },
  { what: 'setDisabled', command: 'user_disable', act: (to) => to.setDisabled('member', true) },
  { what: 'setDisabled(false)', command: 'user_enable', act: (to) => to.setDisabled('auditor', false) },
];

const disableAuditor = () => lab.ipa.control({ do: 'change-user', uid: 'auditor', disabled: true });
/** Everything that FreeIPA keeps of people, to compare. */
const state = (): unknown => {
  const { users, staged, preserved, groups } = lab.database.read();
  return { users, staged, preserved, groups };
};

describe('a repeated change of FreeIPA', () => {
  it.each(changes)('$what: a second time does nothing', async ({ prepare, act }) => {
    await disableAuditor();
    await prepare?.();
    const before = state();
    await act(directory);
    const after = state();
    expect(after).not.toEqual(before);
    await act(directory);
    expect(state()).toEqual(after);
  });

  it.each(changes)(
    '$what: of two at once, each having looked before the other acts, both find it done',
    async (change) => {
      await disableAuditor();
      await change.prepare?.();
      await directory.findByUsername('member');
      await lab.ipa.control({ fault: 'slow', milliseconds: 60, path: 'json', times: 4 });
      await Promise.all([change.act(directory), change.act(directory)]);
      const after = state();
      await change.act(directory);
      expect(state()).toEqual(after);
    },
  );

  it.each(changes)('$what: after a lost answer the repeat finds it done', async ({ command, prepare, act }) => {
    await disableAuditor();
    await prepare?.();
    const before = state();
    await lab.ipa.control({ do: 'lose-answer', command });
    await expect(act(directory)).rejects.toMatchObject({ failure: 'unreachable' });
    const after = state();
    expect(after).not.toEqual(before);
    await act(directory);
    if (command !== 'group_add_member') expect(state()).toEqual(after);
  });

  it.each(changes)('$what: after a lost answer the next server finds it done', async ({ command, prepare, act }) => {
    await disableAuditor();
    await prepare?.();
    const second = await lab.startReplica();
    const both = lab.open({ servers: [lab.ipa.url, second.url] });
    await lab.ipa.control({ do: 'lose-answer', command });
    await act(both);
    const after = state();
    await act(both);
    expect(state()).toEqual(after);
  });

  it.each(changes)('$what: the second server does it when the first is dead', async ({ prepare, act }) => {
    await disableAuditor();
    await prepare?.();
    const before = state();
    const second = await lab.startReplica();
    const both = lab.open({ servers: ['https://127.0.0.1:1', second.url] });
    await act(both);
    expect(state()).not.toEqual(before);
  });
});
