import { createHash } from 'node:crypto';
import type { AppendContext, EventLog } from '../src/application/ports/event-log.ts';
import type { Actor } from '../src/domain/kernel/actor.ts';
import type { NetsocEvent } from '../src/domain/events.ts';
import { provisioningSteps } from '../src/domain/provisioning/provisioning-steps.ts';

/** Instances that are written at once, so that their events interleave as they do in life. */
const interleaved = 64;
const instancesPerOwner = 4;
const firstMoment = Date.parse('2026-01-05T08:00:00.000Z');

/** The same text gives the same id in every run. */
const idOf = (text: string): string => {
  const hex = createHash('sha1').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

type Writer = (streamId: string, events: readonly NetsocEvent[], actor: Actor) => Promise<void>;

const system = (id: string): Actor => ({ type: 'system', id });

/** What one instance leaves in the log: asked for, answered, provisioned step by step with Proxmox's task log. */
const writeInstance = async (number: number, write: Writer, at: string): Promise<void> => {
  const ownerNumber = Math.floor(number / instancesPerOwner);
  const owner = idOf(`owner ${String(ownerNumber)}`);
  const instanceId = idOf(`instance ${String(number)}`);
  const member: Actor = { type: 'account', id: owner, roles: ['member'] };
  const admin: Actor = { type: 'account', id: idOf(`owner ${String(ownerNumber % 5)}`), roles: ['member', 'admin'] };
  const username = `member${String(ownerNumber)}`;
  const hostname = `web${String(number)}`;
  if (number % instancesPerOwner === 0) {
    const linked = { accountId: owner, username, email: `${username}@example.org`, displayName: `Member ${username}` };
    await write(`account-${owner}`, [{ type: 'account-linked', data: linked }], member);
  }
  const requested: NetsocEvent = {
    type: 'instance-requested',
    data: {
      instanceId,
      owner,
      kind: 'lxc',
      templateId: 'debian-13',
      hostname,
      defaultDomain: `${hostname}-${username}-container.example.org`,
      reason: 'Coursework for distributed systems: a small web service with a database.',
      resources: { cores: 2, memoryMiB: 1024, diskGiB: 10, swapMiB: 256 },
    },
  };
  await write(`instance-${instanceId}`, [requested], member);
  for (const kind of ['hostname', 'domain'] as const) {
    const value = kind === 'hostname' ? hostname : idOf(`domain ${hostname}`);
    const held = { kind, value, holder: instanceId };
    const until = new Date(Date.parse(at) + 900_000).toISOString();
    await write(
      `${kind}-${value}`,
      [
        { type: 'reservation-made', data: { ...held, until } },
        { type: 'reservation-confirmed', data: held },
      ],
      system('reservation-keeping'),
    );
  }
  if (number % 10 === 7) {
    const refusal = { instanceId, owner, reason: 'Please ask your supervisor to confirm first.' };
    await write(`instance-${instanceId}`, [{ type: 'instance-request-refused', data: refusal }], admin);
    return;
  }
  if (number % 50 === 11) return;
  await write(`instance-${instanceId}`, [{ type: 'instance-request-approved', data: { instanceId } }], admin);
  await write(`provisioning-${instanceId}`, provisioning(instanceId, number), system('provisioning'));
  const { node, vmid, address } = place(number);
  await write(
    `instance-${instanceId}`,
    [{ type: 'instance-provisioned', data: { instanceId, node, vmid, address } }],
    system('provisioning'),
  );
};

const place = (number: number): Readonly<{ node: string; vmid: number; address: string }> => ({
  node: `pve${String(1 + (number % 3))}`,
  vmid: 10_000 + number,
  address: `10.${String((number >> 16) & 255)}.${String((number >> 8) & 255)}.${String(number & 255)}`,
});

const provisioning = (instanceId: string, number: number): NetsocEvent[] => {
  const processId = `provisioning-${instanceId}`;
  const { node, vmid, address } = place(number);
  const upid = `UPID:${node}:0003E8A1:01C2D3E4:6814A2B0:vzcreate:${String(vmid)}:netsoc@pve!cloud:`;
  const events: NetsocEvent[] = [
    {
      type: 'process-started',
      data: { processId, kind: 'provisioning', subject: instanceId, input: { templateId: 'debian-13', kind: 'lxc' } },
    },
  ];
  for (const [index, { name: step }] of provisioningSteps.entries()) {
    const facts = index < 3 ? { node, vmid, address } : { upid };
    events.push({ type: 'step-intended', data: { processId, step, attempt: 1, facts, compensating: false } });
    if (number % 20 === 3 && step === 'create-guest') {
      const cause = 'Proxmox did not answer within 30 s.';
      const retryAt = '2026-01-05T08:00:10.000Z';
      const failed = { processId, step, attempt: 1, cause, errorClass: 'unreachable', retryAt, compensating: false };
      events.push({ type: 'step-failed', data: failed });
      events.push({ type: 'step-intended', data: { processId, step, attempt: 2, facts, compensating: false } });
    }
    if (step === 'create-guest' || step === 'start-guest') {
      const log = ['extracting archive', 'Total bytes read: 545884160 (521MiB, 240MiB/s)', 'TASK OK'];
      events.push({ type: 'step-progressed', data: { processId, step, facts: { upid }, log } });
    }
    events.push({ type: 'step-succeeded', data: { processId, step, facts, compensating: false } });
  }
  events.push({ type: 'process-completed', data: { processId, outcome: 'succeeded' } });
  return events;
};

/**
 * Fills a log with the history of a busy society, through the log itself: encrypted, chained, checked.
 * @returns how many events were written: at least `events`, by the length of the last instances' histories
 */
export const writeHistory = async (log: EventLog, events: number): Promise<number> => {
  let written = 0;
  let next = 0;
  let commands = 0;
  const write =
    (at: string): Writer =>
    async (streamId, facts, actor) => {
      commands += 1;
      const commandId = idOf(`command ${String(commands)}`);
      const context: AppendContext = {
        commandId,
        correlationId: commandId,
        causationId: commandId,
        actor,
        source: actor.type === 'account' ? { channel: 'http', requestId: commandId } : { channel: 'process' },
        at,
      };
      await log.append(await log.load(streamId), facts, context);
      written += facts.length;
    };
  const work = async (): Promise<void> => {
    while (written < events) {
      const number = next;
      next += 1;
      const at = new Date(firstMoment + number * 60_000).toISOString();
      await writeInstance(number, write(at), at);
    }
  };
  await Promise.all(Array.from({ length: interleaved }, work));
  return written;
};
