import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '../../ports/event-log.ts';
import { HypervisorError } from '../../ports/hypervisor.ts';
import type { Hypervisor } from '../../ports/hypervisor.ts';
import { Crash, crashPlan } from './testing/crash-plan.ts';
import { memoryHypervisor } from './testing/memory-hypervisor.ts';
import type { Refusing } from './testing/memory-hypervisor.ts';
import { memoryLog } from './testing/memory-log.ts';
import {
  ada,
  adminActs,
  approveRequest,
  disableOwner,
  instanceId,
  live,
  peopleOf,
  settings,
  template,
  templatesOf,
  virtualTime,
} from './testing/provisioning-world.ts';

const newWorld = async (refusing?: Refusing) => {
  const log = memoryLog();
  const hypervisor = memoryHypervisor(refusing);
  await approveRequest(log);
  return { log, hypervisor, directory: peopleOf(ada), templates: templatesOf(template), settings };
};
type World = Awaited<ReturnType<typeof newWorld>>;

const held = (all: readonly Recorded[], kind: string): readonly string[] => {
  const values = new Map<string, string>();
  for (const { event } of all) {
    if (event.type === 'reservation-confirmed' && event.data.kind === kind) values.set(event.data.value, 'confirmed');
    if (event.type === 'reservation-made' && event.data.kind === kind) values.set(event.data.value, 'held');
    if (event.type === 'reservation-released' && event.data.kind === kind) values.delete(event.data.value);
  }
  return [...values].map(([value, status]) => `${value} ${status}`);
};

const countOf = (all: readonly Recorded[], type: string): number =>
  all.filter(({ event }) => event.type === type).length;

/**
 * One guest, whole and running; one number; one address; and the instance knows them.
 * @param running false when the host booted after all was done
 */
const expectProvisioned = ({ log, hypervisor }: World, running = true): void => {
  const all = log.all();
  const provisioned = all.flatMap(({ event }) => (event.type === 'instance-provisioned' ? [event.data] : []));
  expect(provisioned).toHaveLength(1);
  const [{ vmid, address } = { vmid: 0, address: '' }] = provisioned;
  expect(hypervisor.guests()).toEqual([
    {
      ref: { kind: 'lxc', node: 'pve1', vmid },
      instanceId,
      hostname: 'web',
      locked: false,
      running,
      configured: true,
      diskGiB: 8,
      address,
      files: new Map([['/root/.ssh/authorized_keys', `${ada.sshKeys.join('\n')}\n`]]),
    },
  ]);
  expect(held(all, 'vmid')).toEqual([`${String(vmid)} confirmed`]);
  expect(held(all, 'address')).toEqual([`${address} confirmed`]);
  expect(countOf(all, 'process-started')).toBe(1);
  expect(countOf(all, 'process-completed')).toBe(1);
};

const expectNothingLeft = ({ log, hypervisor }: World): void => {
  const all = log.all();
  expect(hypervisor.guests()).toEqual([]);
  expect(held(all, 'vmid')).toEqual([]);
  expect(held(all, 'address')).toEqual([]);
  expect(countOf(all, 'instance-provisioned')).toBe(0);
  expect(countOf(all, 'instance-provisioning-abandoned')).toBe(1);
  expect(countOf(all, 'process-completed')).toBe(1);
};

const dies = async (run: Promise<unknown>): Promise<void> => {
  await expect(run).rejects.toBeInstanceOf(Crash);
};

describe('a provisioning without a crash', () => {
  it('ends with one running guest, asked for once', async () => {
    const world = await newWorld();
    expect((await live(world, virtualTime())).phase).toBe('succeeded');
    expectProvisioned(world);
    expect(world.hypervisor.creations()).toBe(1);
  });
});

/** What else happens when the server dies; returns whether the guest can be expected to run in the end. */
type AfterCrash = (world: World) => boolean;
const worldGoesOn: AfterCrash = () => true;
const everythingDies: AfterCrash = ({ log, hypervisor }) => {
  hypervisor.reboot();
  return countOf(log.all(), 'process-completed') === 0;
};

describe.each([
  ['the server alone dies', worldGoesOn],
  ['everything dies at once', everythingDies],
])('when %s', (_, afterCrash) => {
  it('ends the same, whatever the moment', async () => {
    const whole = crashPlan();
    await live(await newWorld(), virtualTime(), whole);
    const moments = whole.moments();
    for (const [at, moment] of moments.entries()) {
      const world = await newWorld();
      const time = virtualTime();
      await dies(live(world, time, crashPlan(at)));
      const running = afterCrash(world);
      const { phase, steps } = await live(world, time);
      expect({ at, moment, phase, steps: steps.filter((step) => step.cause !== null) }).toMatchObject({
        at,
        phase: 'succeeded',
      });
      expectProvisioned(world, running);
    }
    expect(moments.length).toBeGreaterThan(140);
    process.stdout.write(`provisioning: died at each of ${String(moments.length)} moments, ended the same\n`);
  });

  it('ends the same after dying twice', async () => {
    const whole = crashPlan();
    await live(await newWorld(), virtualTime(), whole);
    const count = whole.moments().length;
    for (let first = 3; first < count; first += 17) {
      for (let second = 1; second < count - first; second += 13) {
        const world = await newWorld();
        const time = virtualTime();
        await dies(live(world, time, crashPlan(first)));
        afterCrash(world);
        const plan = crashPlan(second);
        // The second life may be over before it comes to its death.
        const outcome = await live(world, time, plan).catch((error: unknown) => error);
        if (plan.hasCrashed()) expect(outcome).toBeInstanceOf(Crash);
        const running = afterCrash(world);
        expect((await live(world, time)).phase).toBe('succeeded');
        expectProvisioned(world, running);
      }
    }
  });
});

describe('when the server dies while the instance of somebody who was disabled gets ready', () => {
  const disabledWorld = async () => {
    const world = await newWorld();
    await disableOwner(world.log, 'stop');
    return world;
  };

  /** What the process that follows a suspension does. */
  const stopGuest = async ({ hypervisor }: World): Promise<void> => {
    const [guest] = hypervisor.guests();
    const task = guest && (await hypervisor.stop(guest.ref, { instanceId }));
    while (task !== undefined && (await hypervisor.task(task)).state === 'running');
  };

  it('ends suspended, and is not started once more, whatever the moment', async () => {
    const whole = crashPlan();
    await live(await disabledWorld(), virtualTime(), whole);
    for (const at of whole.moments().keys()) {
      const world = await disabledWorld();
      const time = virtualTime();
      await dies(live(world, time, crashPlan(at)));
      const suspended = countOf(world.log.all(), 'instance-suspended') === 1;
      if (suspended) await stopGuest(world);
      expect((await live(world, time)).phase).toBe('succeeded');
      expectProvisioned(world, !suspended);
      expect(countOf(world.log.all(), 'instance-suspended')).toBe(1);
    }
  });
});

describe('when the server dies while a given-up provisioning is taken back', () => {
  const refusingAt = (method: keyof Hypervisor): Refusing => {
    return (asked) =>
      asked === method ? new HypervisorError('denied', 'Proxmox does not let the portal do this.', '403') : undefined;
  };

  const abandonedWorld = async (method: keyof Hypervisor) => {
    const world = await newWorld(refusingAt(method));
    const time = virtualTime();
    expect((await live(world, time)).phase).toBe('parked');
    await adminActs(world.log).abandon();
    return { world, time };
  };

  it.each(['cluster', 'create', 'configure', 'start', 'guestAddresses', 'runInside'] as const)(
    'leaves nothing over, whatever the moment, when %s was refused',
    async (method) => {
      const whole = crashPlan();
      const first = await abandonedWorld(method);
      expect((await live(first.world, first.time, whole)).phase).toBe('compensated');
      expectNothingLeft(first.world);
      for (const at of whole.moments().keys()) {
        const { world, time } = await abandonedWorld(method);
        await dies(live(world, time, crashPlan(at)));
        expect((await live(world, time)).phase).toBe('compensated');
        expectNothingLeft(world);
      }
    },
  );
});
