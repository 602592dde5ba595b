import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog } from '../../application/ports/event-log.ts';
import { crashPlan, Crash } from '../../application/processes/provisioning/testing/crash-plan.ts';
import {
  ada,
  approveRequest,
  instanceId,
  live,
  peopleOf,
  settings,
  template,
  templatesOf,
} from '../../application/processes/provisioning/testing/provisioning-world.ts';
import type { ProvisioningWorld } from '../../application/processes/provisioning/testing/provisioning-world.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import { openEventLog } from '../event-log/testing/open-event-log.ts';
import type { OpenedEventLog } from '../event-log/testing/open-event-log.ts';
import { labBridge, labPool } from '../lab/proxmox/cluster-layout.ts';
import { startLabHypervisor } from '../proxmox/testing/lab-hypervisor.ts';
import type { LabHypervisor } from '../proxmox/testing/lab-hypervisor.ts';

// Many round trips each, on machines that do other things too.
jest.setTimeout(120_000);

/**
 * The crash matrix of provisioning-crashes.spec.ts over the real log and the real adapter against the lab's Proxmox:
 * a sample of the moments, chosen where the outside world is touched.
 */
const moments = [
  'hypervisor.create after',
  'hypervisor.create before',
  'hypervisor.growDisk after',
  'hypervisor.start after',
  'hypervisor.runInside after',
] as const;

let opened: OpenedEventLog;
let lab: LabHypervisor;
beforeEach(async () => {
  [opened, lab] = await Promise.all([openEventLog(), startLabHypervisor()]);
});
afterEach(async () => {
  await Promise.all([opened.close(), lab.close()]);
});

const newWorld = async (): Promise<ProvisioningWorld> => {
  await approveRequest(opened.log);
  return {
    log: opened.log,
    hypervisor: lab.hypervisor,
    directory: peopleOf(ada),
    templates: templatesOf(template),
    settings: {
      ...settings,
      pool: labPool,
      storage: 'local-lvm',
      network: { ...settings.network, bridge: labBridge },
      pollMilliseconds: 20,
    },
  };
};

/** The time of the wall, and waits cut short: retries come as fast as the lab can follow. */
const quickTime = () => ({
  clock: (): string => new Date().toISOString(),
  pause: (milliseconds: number): Promise<void> => delay(Math.min(milliseconds, 20)),
  moveTo: (): void => undefined,
});

const historyOf = async (log: EventLog): Promise<readonly NetsocEvent[]> => {
  const events: NetsocEvent[] = [];
  for await (const page of log.read()) events.push(...page.map(({ event }) => event));
  return events;
};

const expectOneGuest = async (): Promise<void> => {
  const history = await historyOf(opened.log);
  const provisioned = history.flatMap((event) => (event.type === 'instance-provisioned' ? [event.data] : []));
  expect(provisioned).toHaveLength(1);
  const { guests } = await lab.hypervisor.cluster();
  const ours = guests.filter(({ tags }) => tags.includes('netsoc-cloud'));
  expect(ours.map(({ vmid, status }) => ({ vmid, status }))).toEqual([
    { vmid: provisioned[0]?.vmid, status: 'running' },
  ]);
  const guest = { kind: 'lxc', node: ours[0]?.node ?? '', vmid: ours[0]?.vmid ?? 0 } as const;
  expect(await lab.hypervisor.findStamped(guest, { instanceId })).toBeDefined();
  const keys = await lab.hypervisor.runInside(guest, ['cat', '/root/.ssh/authorized_keys']);
  expect(keys.stdout).toBe(`${ada.sshKeys.join('\n')}\n`);
  for (const kind of ['vmid', 'address']) {
    const confirmed = history.filter((event) => event.type === 'reservation-confirmed' && event.data.kind === kind);
    expect(confirmed).toHaveLength(1);
  }
};

/** Dies at the first moment of this name. */
const diesAt = async (world: ProvisioningWorld, moment: string): Promise<void> => {
  const plan = crashPlan((candidate) => candidate === moment);
  await expect(live(world, quickTime(), plan)).rejects.toBeInstanceOf(Crash);
};

describe('a provisioning over the real log and the real adapter', () => {
  it.each(moments)('ends with one guest when the server dies at %s', async (moment) => {
    const world = await newWorld();
    await diesAt(world, moment);
    expect((await live({ ...world, log: opened.reopenedLog() }, quickTime())).phase).toBe('succeeded');
    await expectOneGuest();
  });

  it.each(moments)('ends with one guest when everything dies at %s', async (moment) => {
    const world = await newWorld();
    await diesAt(world, moment);
    await lab.simulator.control({ fault: 'die' });
    await lab.simulator.control({ fault: 'none' });
    expect((await live({ ...world, log: opened.reopenedLog() }, quickTime())).phase).toBe('succeeded');
    await expectOneGuest();
  });
});
