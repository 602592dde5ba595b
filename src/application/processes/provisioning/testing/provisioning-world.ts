import { createHash, randomUUID } from 'node:crypto';
import { fold } from '../../../../domain/kernel/decider.ts';
import type { InstancePolicy } from '../../../../domain/account/standing-events.ts';
import type { NetsocEvent } from '../../../../domain/events.ts';
import type { ProcessEvent } from '../../../../domain/process/process-events.ts';
import { evolveProcess, initialProcessState } from '../../../../domain/process/process-state.ts';
import type { ProcessState } from '../../../../domain/process/process-state.ts';
import type { Directory, Person } from '../../../ports/directory.ts';
import type { EventLog } from '../../../ports/event-log.ts';
import type { Hypervisor } from '../../../ports/hypervisor.ts';
import type { Template, Templates } from '../../../ports/templates.ts';
import type { CommandContext } from '../../../use-cases/command-context.ts';
import { createAccountIdOf } from '../../../use-cases/accounts/link-account.ts';
import { loadInstance } from '../../../use-cases/load-instance.ts';
import { createRecordProvisioning } from '../../../use-cases/record-provisioning.ts';
import { createReservations } from '../../../use-cases/reservations.ts';
import { createAbandonProcess, createRetryProcess } from '../../admin-acts.ts';
import { processWorker } from '../../kernel/drive-process.ts';
import type { ProvisioningSettings } from '../provisioning-settings.ts';
import { provisioningWork } from '../provisioning-work.ts';
import { crashPlan } from './crash-plan.ts';
import type { CrashPlan } from './crash-plan.ts';

/** What outlives a server: its log, and the world it acts on. Any implementation of the ports will do. */
export type ProvisioningWorld = Readonly<{
  log: EventLog;
  hypervisor: Hypervisor;
  directory: Pick<Directory, 'findByUsername'>;
  templates: Templates;
  settings: ProvisioningSettings;
}>;

export const instanceId = '3f1c9a52-0000-5000-8000-000000000001';
export const processId = `provisioning-${instanceId}`;

export const ada: Person = {
  directoryId: 'directory-ada',
  username: 'ada',
  email: 'ada@example.org',
  displayName: 'Ada',
  groups: ['members'],
  disabled: false,
  sshKeys: ['ssh-ed25519 AAAA0001 ada@laptop'],
  madeFor: undefined,
};

export const template: Template = {
  id: 'debian-12',
  kind: 'lxc',
  title: 'Debian 12',
  subtitle: '',
  description: '',
  logoUrl: undefined,
  resources: { cores: 1, memoryMiB: 512, diskGiB: 8, swapMiB: 0 },
  source: { type: 'vztmpl', volume: 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst' },
};

export const settings: ProvisioningSettings = {
  excludedNodes: [],
  pool: undefined,
  storage: 'local',
  vmids: { first: 10_000, last: 10_099 },
  network: {
    network: '10.10.10.0/24',
    gateway: '10.10.10.1',
    range: ['10.10.10.2', '10.10.10.254'],
    bridge: 'vmbr0',
    vlan: undefined,
    nameservers: ['1.1.1.1'],
  },
};

export const peopleOf = (...people: readonly Person[]): Pick<Directory, 'findByUsername'> => ({
  findByUsername: (username) => Promise.resolve(people.find((person) => person.username === username)),
});

export const templatesOf = (...all: readonly Template[]): Templates => ({
  find: (id) => all.find((candidate) => candidate.id === id),
  list: () => all,
});

const begin = Date.parse('2026-01-01T00:00:00.000Z');

/** A clock that only waiting moves. */
export const virtualTime = () => {
  let now = begin;
  return {
    clock: (): string => new Date(now).toISOString(),
    pause: (milliseconds: number): Promise<void> => {
      now += milliseconds;
      return Promise.resolve();
    },
    moveTo: (time: string): void => {
      now = Math.max(now, Date.parse(time));
    },
  };
};

const keyedHash = (purpose: string, value: string): string =>
  createHash('sha256').update(`${purpose} ${value}`).digest('hex').slice(0, 32);

const contextOf = (actor: CommandContext['actor'], now = new Date(begin).toISOString()): CommandContext => ({
  commandId: randomUUID(),
  correlationId: randomUUID(),
  actor,
  source: { channel: 'http' },
  now,
});

const append = async (log: EventLog, streamId: string, ...events: readonly NetsocEvent[]): Promise<void> => {
  const { now, commandId, correlationId, actor, source } = contextOf({ type: 'system', id: 'test' });
  const context = { commandId, correlationId, causationId: commandId, actor, source, at: now };
  await log.append(await log.load(streamId), events, context);
};

/** Ada has asked for an instance, and an admin has approved it. */
export const approveRequest = async (log: EventLog): Promise<void> => {
  const { username, email, displayName } = ada;
  const accountIdOf = createAccountIdOf({ log, reservations: createReservations({ log, keyedHash }) });
  const owner = await accountIdOf(ada, new Date(begin).toISOString());
  await append(log, `account-${owner}`, {
    type: 'account-linked',
    data: { accountId: owner, username, email, displayName },
  });
  await append(
    log,
    `instance-${instanceId}`,
    {
      type: 'instance-requested',
      data: {
        instanceId,
        owner,
        kind: 'lxc',
        templateId: template.id,
        hostname: 'web',
        defaultDomain: 'web-ada-container.example.org',
        reason: 'thesis',
        resources: template.resources,
      },
    },
    { type: 'instance-request-approved', data: { instanceId } },
  );
};

/** An admin disables the account of whoever asked for the instance. */
export const disableOwner = async (log: EventLog, instances: InstancePolicy): Promise<void> => {
  const instance = await loadInstance(log, instanceId);
  const accountId = instance.status === 'absent' ? '' : instance.owner;
  await append(log, `account-${accountId}`, {
    type: 'account-disabled',
    data: { accountId, reason: 'mined coins', instances },
  });
};

export const stateOf = async (log: EventLog): Promise<ProcessState> => {
  const { events } = await log.load<ProcessEvent>(processId);
  const history = events.map(({ event }) => event);
  return fold(evolveProcess, initialProcessState, history);
};

const drop = (): void => undefined;
export const silent = { debug: drop, info: drop, warn: drop, error: drop };

/**
 * One life of a server over the world: takes the provisioning as far as it goes, waiting included.
 * @param plan where the server dies; then this rejects with `Crash`
 */
export const live = async (
  world: ProvisioningWorld,
  time: ReturnType<typeof virtualTime>,
  plan: CrashPlan = crashPlan(),
): Promise<ProcessState> => {
  const log = plan.crashing('log', world.log);
  const tools = { log, logger: silent, ...time, newId: randomUUID, random: () => 0.5 };
  const reservations = createReservations({ log, keyedHash });
  const work = provisioningWork({
    ...world,
    log,
    hypervisor: plan.crashing('hypervisor', world.hypervisor),
    directory: plan.crashing('directory', world.directory),
    reservations,
    accountIdOf: createAccountIdOf({ log, reservations }),
    recordProvisioning: createRecordProvisioning({ log }),
  });
  const worker = processWorker(tools, work);
  const tenure = { signal: new AbortController().signal, fence: () => undefined };
  const due = {
    workId: processId,
    kind: 'provisioning',
    subject: instanceId,
    dueAt: time.clock(),
    causationId: 'approval',
    correlationId: 'request',
    position: { commit: 0, prepare: 0 },
  };
  for (;;) {
    await worker(due, tenure);
    const state = await stateOf(world.log);
    if (state.phase !== 'waiting' && state.phase !== 'compensating') return state;
    for (const { retryAt } of state.steps) if (retryAt !== null) time.moveTo(retryAt);
  }
};

const admin = { type: 'account', id: 'admin', roles: ['admin'] } as const;

export const adminActs = (log: EventLog) => {
  const acts = { log, keyedHash };
  return {
    retry: (reason = 'mended') => createRetryProcess(acts)({ processId, reason }, contextOf(admin)),
    abandon: (reason = 'no longer needed') => createAbandonProcess(acts)({ processId, reason }, contextOf(admin)),
  };
};
