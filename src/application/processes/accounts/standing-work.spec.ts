import { describe, expect, it } from '@jest/globals';
import type { EventLog } from '../../ports/event-log.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';
import { runWork } from '../kernel/testing/run-work.ts';
import { memoryLog } from '../provisioning/testing/memory-log.ts';
import { standingWork } from './standing-work.ts';
import {
  accountId,
  approved,
  disabled,
  enabled,
  happened,
  linked,
  provisioned,
  requested,
  running,
} from './testing/owner-history.ts';

const instances = ['one', 'two', 'three'];

const follow = (log: EventLog, turn = 'turn') =>
  runWork(
    log,
    standingWork({
      log,
      directory: { setDisabled: () => Promise.resolve() },
      ownedInstances: { of: () => Promise.resolve(instances) },
    }),
    `${accountId}.${turn}`,
  );

const statusesIn = (log: EventLog): Promise<readonly string[]> =>
  Promise.all(instances.map(async (id) => (await loadInstance(log, id)).status));

describe('the instances of somebody who is disabled', () => {
  it('are suspended, and run again with the account', async () => {
    const log = memoryLog();
    await happened(log, linked, ...instances.flatMap(running), disabled());
    await follow(log);
    expect(await statusesIn(log)).toEqual(['suspended', 'suspended', 'suspended']);
    await happened(log, enabled);
    await follow(log, 'later');
    expect(await statusesIn(log)).toEqual(['running', 'running', 'running']);
  });

  it('go on where they stay, also those that an earlier decision had stopped', async () => {
    const log = memoryLog();
    await happened(log, linked, ...instances.flatMap(running), disabled());
    await follow(log);
    await happened(log, enabled, disabled('stay'));
    await follow(log, 'later');
    expect(await statusesIn(log)).toEqual(['running', 'running', 'running']);
  });

  it('run, all of them, when an admin enables the account while they are being suspended', async () => {
    const log = memoryLog();
    await happened(log, linked, ...instances.flatMap(running), disabled());
    const interrupting: EventLog = {
      ...log,
      append: async (loaded, events, context) => {
        const appended = await log.append(loaded, events, context);
        if (events[0]?.type === 'instance-suspended' && loaded.streamId === 'instance-one') {
          await happened(log, enabled);
          // Whoever follows the enabling has come and gone before the second one is looked at.
          await follow(log, 'enabled');
        }
        return appended;
      },
    };
    await follow(interrupting);
    expect(await statusesIn(log)).toEqual(['running', 'running', 'running']);
  });

  it('do not keep others waiting while they are being set up: they follow when they are ready', async () => {
    const log = memoryLog();
    await happened(log, linked, requested('one'), approved('one'), requested('two'), ...running('three'), disabled());
    expect((await follow(log)).phase).toBe('succeeded');
    expect(await statusesIn(log)).toEqual(['provisioning', 'pending', 'suspended']);
  });

  it('are left alone when their deletion begins at the same moment', async () => {
    const log = memoryLog();
    await happened(log, linked, ...running('one'), requested('two'), approved('two'), provisioned('two'), disabled());
    let begun = false;
    const interrupting: EventLog = {
      ...log,
      append: async (loaded, events, context) => {
        if (!begun && loaded.streamId === 'instance-one' && events[0]?.type === 'instance-suspended') {
          begun = true;
          await happened(log, {
            type: 'instance-deletion-begun',
            data: { instanceId: 'one', because: 'owner-erased' },
          });
        }
        return log.append(loaded, events, context);
      },
    };
    expect((await follow(interrupting)).phase).toBe('succeeded');
    expect(await statusesIn(log)).toEqual(['deleting', 'suspended', 'absent']);
  });
});
