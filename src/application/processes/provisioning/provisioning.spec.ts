import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../../../domain/events.ts';
import { stepOf } from '../../../domain/process/process-state.ts';
import { addressesFor } from '../../../domain/provisioning/address-pool.ts';
import { numbersFor } from '../../../domain/provisioning/number-pool.ts';
import { HypervisorError } from '../../ports/hypervisor.ts';
import type { Hypervisor, HypervisorFailure } from '../../ports/hypervisor.ts';
import type { MemoryLog } from './testing/memory-log.ts';
import { memoryLog } from './testing/memory-log.ts';
import { memoryHypervisor } from './testing/memory-hypervisor.ts';
import type { Refusing } from './testing/memory-hypervisor.ts';
import {
  ada,
  adminActs,
  approveRequest,
  disableOwner,
  instanceId,
  live,
  peopleOf,
  processId,
  settings,
  stateOf,
  template,
  templatesOf,
  virtualTime,
} from './testing/provisioning-world.ts';

const newWorld = async (refusing?: Refusing) => {
  const log = memoryLog();
  await approveRequest(log);
  return {
    log,
    hypervisor: memoryHypervisor(refusing),
    directory: peopleOf(ada),
    templates: templatesOf(template),
    settings,
  };
};

/** Refuses a method a number of times. */
const refusing = (method: keyof Hypervisor, failure: HypervisorFailure, times = Number.POSITIVE_INFINITY): Refusing => {
  let left = times;
  return (asked) => {
    if (asked !== method || left === 0) return undefined;
    left -= 1;
    return new HypervisorError(failure, 'Proxmox could not do it.', 'its own words');
  };
};

const take = async (log: MemoryLog, kind: 'vmid' | 'address', value: string): Promise<void> => {
  const event: NetsocEvent = { type: 'reservation-confirmed', data: { kind, value, holder: 'somebody else' } };
  const at = '2026-01-01T00:00:00.000Z';
  const actor = { type: 'system', id: 'test' } as const;
  const context = {
    commandId: 'c',
    correlationId: 'c',
    causationId: 'c',
    actor,
    source: { channel: 'cli' },
    at,
  } as const;
  await log.append(await log.load(`${kind}-${value}`), [event], context);
};

const typesAbout = (log: MemoryLog, step: string): readonly string[] =>
  log.all().flatMap(({ event }) => ('step' in event.data && event.data.step === step ? [event.type] : []));

describe('provisioning', () => {
  it('does nothing for an instance that nobody approved', async () => {
    const world = { ...(await newWorld()), log: memoryLog() };
    expect((await live(world, virtualTime())).phase).toBe('not-started');
    expect(world.log.all()).toEqual([]);
  });

  it('keeps nothing personal in its stream', async () => {
    const world = await newWorld();
    await live(world, virtualTime());
    const { events } = await world.log.load(processId);
    const written = JSON.stringify(events.map(({ event }) => event));
    for (const personal of ['ada', 'thesis', 'AAAA0001']) expect(written).not.toContain(personal);
  });

  it('stores every UPID before it watches the task, and its log once', async () => {
    const world = await newWorld();
    const { steps } = await live(world, virtualTime());
    const created = steps.find(({ name }) => name === 'create-guest');
    expect(created?.facts['upid']).toMatch(/^UPID:pve1:/);
    expect(created?.log).toEqual([...new Set(created?.log)]);
    expect(created?.log.at(-1)).toBe('TASK OK');
    expect(typesAbout(world.log, 'create-guest').slice(0, 3)).toEqual([
      'step-intended',
      'step-progressed',
      'step-progressed',
    ]);
  });
});

describe('the number and the address of a guest', () => {
  it('are the next free ones where others were quicker', async () => {
    const world = await newWorld();
    const [first, second] = [...numbersFor(instanceId, settings.vmids)].map(String);
    const [address, nextAddress] = addressesFor(instanceId, settings.network);
    await take(world.log, 'vmid', first ?? '');
    await take(world.log, 'address', address ?? '');
    const state = await live(world, virtualTime());
    expect(stepOf(state, 'reserve-vmid')?.facts).toEqual({ vmid: Number(second) });
    expect(stepOf(state, 'reserve-address')?.facts).toEqual({ address: nextAddress });
  });

  it('are never those of a guest that is there already', async () => {
    const world = await newWorld();
    const used = [...numbersFor(instanceId, settings.vmids)].slice(0, 3);
    const hypervisor: Hypervisor = {
      ...world.hypervisor,
      cluster: async () => {
        const { nodes } = await world.hypervisor.cluster();
        const about = { node: 'pve1', kind: 'vps', name: 'by hand', status: 'running', template: false } as const;
        return { nodes, guests: used.map((vmid) => ({ ...about, vmid, tags: [] })) };
      },
    };
    const state = await live({ ...world, hypervisor }, virtualTime());
    expect(used).not.toContain(stepOf(state, 'reserve-vmid')?.facts['vmid']);
  });

  it('are sought again when a race for them is lost at the last moment', async () => {
    const world = await newWorld();
    const [first, second] = [...numbersFor(instanceId, settings.vmids)].map(String);
    let raced = false;
    const log: MemoryLog = {
      ...world.log,
      append: async (loaded, events, context) => {
        if (loaded.streamId === `vmid-${String(first)}` && !raced) {
          raced = true;
          await take(world.log, 'vmid', String(first));
        }
        return world.log.append(loaded, events, context);
      },
    };
    const state = await live({ ...world, log }, virtualTime());
    expect(stepOf(state, 'reserve-vmid')?.facts).toEqual({ vmid: Number(second) });
    expect(state.phase).toBe('succeeded');
  });

  it('park the process when the pool is empty, and go on when an admin has made room', async () => {
    const world = await newWorld();
    const time = virtualTime();
    await take(world.log, 'vmid', '5000');
    const full = { ...world, settings: { ...settings, vmids: { first: 5000, last: 5000 } } };
    const parked = await live(full, time);
    expect(parked.phase).toBe('parked');
    expect(stepOf(parked, 'reserve-vmid')?.cause).toBe('No guest number is left from 5000 to 5000.');
    await adminActs(world.log).retry();
    expect((await live(world, time)).phase).toBe('succeeded');
  });
});

describe('failures', () => {
  it.each(['unreachable', 'busy', 'rejected'] as const)('are tried again when Proxmox is %s', async (failure) => {
    const world = await newWorld(refusing('create', failure, 2));
    const state = await live(world, virtualTime());
    expect(state.phase).toBe('succeeded');
    expect(stepOf(state, 'create-guest')?.attempts).toBe(3);
    expect(world.hypervisor.guests()).toHaveLength(1);
  });

  it('park with a sentence and the words of Proxmox', async () => {
    const world = await newWorld(refusing('start', 'denied'));
    const state = await live(world, virtualTime());
    expect(stepOf(state, 'start-guest')).toMatchObject({
      phase: 'parked',
      cause: 'Proxmox could not do it. (its own words)',
      attempts: 1,
    });
  });

  it('of a task name what Proxmox said, and leave one guest after all', async () => {
    const world = await newWorld();
    let broken = true;
    const hypervisor: Hypervisor = {
      ...world.hypervisor,
      create: async (spec) => {
        const task = await world.hypervisor.create(spec);
        if (broken) world.hypervisor.reboot();
        broken = false;
        return task;
      },
    };
    const state = await live({ ...world, hypervisor }, virtualTime());
    const causes = world.log.all().flatMap(({ event }) => (event.type === 'step-failed' ? [event.data.cause] : []));
    expect(causes[0]).toBe('Creating the guest failed: unexpected status');
    expect(state.phase).toBe('succeeded');
    expect(world.hypervisor.guests()).toHaveLength(1);
  });

  it('that a template is gone parks before anything is made', async () => {
    const world = { ...(await newWorld()), templates: templatesOf() };
    const state = await live(world, virtualTime());
    expect(state.steps.map(({ name, phase }) => `${name} ${phase}`)).toEqual(['choose-node parked']);
  });

  it('nobody foresaw are told as such, and park after a few tries', async () => {
    const world = await newWorld();
    const hypervisor: Hypervisor = {
      ...world.hypervisor,
      configure: () => Promise.reject(new TypeError('x is not a function')),
    };
    const state = await live({ ...world, hypervisor }, virtualTime());
    expect(stepOf(state, 'configure-guest')).toMatchObject({
      phase: 'parked',
      attempts: 3,
      cause: 'Unexpected: x is not a function',
    });
  });
});

describe('the keys of the owner', () => {
  const keysFile = (world: Awaited<ReturnType<typeof newWorld>>) =>
    world.hypervisor.guests()[0]?.files.get('/root/.ssh/authorized_keys');

  it('are added to those that are there', async () => {
    const world = await newWorld();
    const hypervisor: Hypervisor = {
      ...world.hypervisor,
      runInside: async (guest, argv, stdin) => {
        const file = '/root/.ssh/authorized_keys';
        if (argv[0] === 'mkdir') await world.hypervisor.runInside(guest, ['tee', file], 'ssh-rsa AAAA0003\n');
        return world.hypervisor.runInside(guest, argv, stdin);
      },
    };
    await live({ ...world, hypervisor }, virtualTime());
    expect(keysFile(world)).toBe(`ssh-rsa AAAA0003\n${ada.sshKeys.join('\n')}\n`);
  });

  it.each([
    ['there are none', { ...ada, sshKeys: [] }],
    ['the username now belongs to somebody else', { ...ada, directoryId: 'directory-adam' }],
    ['the account is disabled', { ...ada, disabled: true }],
  ])('are left out, and that is said, when %s', async (_, person) => {
    const world = { ...(await newWorld()), directory: peopleOf(person) };
    const state = await live(world, virtualTime());
    expect(state.phase).toBe('succeeded');
    expect(stepOf(state, 'install-keys')?.log).toEqual([
      'The owner has no SSH keys in the directory; none were installed.',
    ]);
    expect(keysFile(world)).toBeUndefined();
  });
});

describe('an instance that is ready while its owner is disabled', () => {
  const instanceEventsOf = ({ log }: Readonly<{ log: MemoryLog }>): readonly string[] =>
    log.all().flatMap(({ event, streamId }) => (streamId === `instance-${instanceId}` ? [event.type] : []));

  it('is suspended at once where instances stop with the account', async () => {
    const world = await newWorld();
    await disableOwner(world.log, 'stop');
    expect((await live(world, virtualTime())).phase).toBe('succeeded');
    expect(instanceEventsOf(world).slice(-2)).toEqual(['instance-provisioned', 'instance-suspended']);
  });

  it('goes on where they stay', async () => {
    const world = await newWorld();
    await disableOwner(world.log, 'stay');
    await live(world, virtualTime());
    expect(instanceEventsOf(world).at(-1)).toBe('instance-provisioned');
  });
});

describe('giving a provisioning up', () => {
  it('tells the instance why, after everything was taken back in reverse', async () => {
    const world = await newWorld(refusing('guestAddresses', 'denied'));
    const time = virtualTime();
    await live(world, time);
    await adminActs(world.log).abandon('the owner left');
    const state = await live(world, time);
    expect(state.phase).toBe('compensated');
    const undone = world.log
      .all()
      .flatMap(({ event }) => (event.type === 'step-succeeded' && event.data.compensating ? [event.data.step] : []));
    expect(undone).toEqual(['create-guest', 'reserve-address', 'reserve-vmid', 'choose-node']);
    expect(world.log.all().map(({ event }) => event)).toContainEqual({
      type: 'instance-provisioning-abandoned',
      data: { instanceId, reason: 'the owner left' },
    });
  });

  it('never destroys a guest that does not carry our stamp', async () => {
    const world = await newWorld(refusing('findStamped', 'rejected'));
    const time = virtualTime();
    expect((await live(world, time)).phase).toBe('parked');
    await adminActs(world.log).abandon();
    expect((await live(world, time)).phase).toBe('compensated');
    expect(world.hypervisor.creations()).toBe(0);
  });

  it('parks, and can be resumed, when taking back does not work', async () => {
    let broken = true;
    const world = await newWorld((method) =>
      method === 'runInside' || (method === 'destroy' && broken)
        ? new HypervisorError('denied', 'Proxmox does not let us.', '403')
        : undefined,
    );
    const time = virtualTime();
    await live(world, time);
    await adminActs(world.log).abandon();
    expect(await live(world, time)).toMatchObject({ phase: 'parked', direction: 'backward' });
    broken = false;
    await adminActs(world.log).retry();
    expect((await live(world, time)).phase).toBe('compensated');
    expect(world.hypervisor.guests()).toEqual([]);
  });

  it('is refused once the instance runs', async () => {
    const world = await newWorld();
    await live(world, virtualTime());
    await expect(adminActs(world.log).abandon()).rejects.toMatchObject({ code: 'process-ended' });
    expect((await stateOf(world.log)).phase).toBe('succeeded');
  });
});
