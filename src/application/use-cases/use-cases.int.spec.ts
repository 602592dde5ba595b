import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../domain/kernel/caller.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { erased } from '../../domain/personal-data.ts';
import { verifyStream } from '../../infrastructure/event-log/index.ts';
import { openEventLog } from '../../infrastructure/event-log/testing/open-event-log.ts';
import type { OpenedEventLog } from '../../infrastructure/event-log/testing/open-event-log.ts';
import type { Recorded } from '../ports/event-log.ts';
import type { Template } from '../ports/templates.ts';
import type { CommandContext } from './command-context.ts';
import { loadAccount } from './accounts/load-account.ts';
import { onAccount } from './accounts/on-account.ts';
import { useCasesOver } from '../../infrastructure/composition/testing/use-cases-over.ts';
import type { UseCases } from './use-cases.ts';

const about = { title: 'Debian', subtitle: '', description: '', logoUrl: undefined };
const resources = { cores: 1, memoryMiB: 512, diskGiB: 8, swapMiB: 0 };
const templates: readonly Template[] = [
  { id: 'debian', kind: 'lxc', ...about, resources, source: { type: 'vztmpl', volume: 'local:vztmpl/debian.tar.zst' } },
  { id: 'debian-vps', kind: 'vps', ...about, resources, source: { type: 'image', volume: 'local:iso/debian.qcow2' } },
];

const ada: Caller = { accountId: randomUUID(), username: 'countess', roles: ['member'] };
const bob: Caller = { accountId: randomUUID(), username: 'bob', roles: ['member'] };
const admin: Caller = { accountId: randomUUID(), username: 'root', roles: ['admin'] };

const contextOf = (caller: Caller, commandId: string = randomUUID()): CommandContext => ({
  commandId,
  correlationId: commandId,
  actor: { type: 'account', id: caller.accountId, roles: caller.roles },
  source: { channel: 'http' },
  now: new Date().toISOString(),
});

const wish = { templateId: 'debian', hostname: 'web', reason: 'A blog for the chess club' };

let opened: OpenedEventLog;
let useCases: UseCases;
beforeEach(async () => {
  opened = await openEventLog();
  useCases = useCasesOver(opened, {
    templates: { find: (id) => templates.find((template) => template.id === id), list: () => templates },
  });
});
afterEach(() => opened.close());

const everything = async (log = opened.log): Promise<readonly Recorded[]> => {
  const events: Recorded[] = [];
  for await (const page of log.read()) events.push(...page);
  return events;
};
const typesIn = (events: readonly Recorded[]) => events.map(({ event }) => event.type);
const refusalOf = async (command: Promise<unknown>): Promise<string> => {
  try {
    await command;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  throw new Error('expected a refusal, but the command was accepted');
};

describe('requesting an instance', () => {
  it('reserves the hostname and the default domain, then remembers the request', async () => {
    const { id, revision, position } = await useCases.requestInstance(wish, ada, contextOf(ada));
    const events = await everything();
    expect(typesIn(events)).toEqual(['reservation-made', 'reservation-made', 'instance-requested']);
    const [requested] = (await opened.log.load(`instance-${id}`)).events;
    expect(requested?.event.data).toEqual({
      instanceId: id,
      owner: ada.accountId,
      kind: 'lxc',
      templateId: 'debian',
      hostname: 'web',
      defaultDomain: 'web-countess-container.netsoc.cloud',
      reason: 'A blog for the chess club',
      resources,
    });
    expect(revision).toBe(0);
    expect(position).toEqual(await opened.log.head());
  });

  it('gives a hostname to one of 50 who ask at the same moment', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => {
        const caller: Caller = { accountId: randomUUID(), username: `user${String(index)}`, roles: ['member'] };
        return useCases.requestInstance(wish, caller, contextOf(caller));
      }),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    for (const refusal of refusals) expect(refusal).toMatchObject({ name: 'DomainError', code: 'hostname-taken' });
    const events = await everything();
    expect(typesIn(events).filter((type) => type === 'instance-requested')).toHaveLength(1);
    expect((await opened.log.load('hostname-web')).events).toHaveLength(1);
    // Nobody who lost still holds a domain.
    const made = typesIn(events).filter((type) => type === 'reservation-made').length;
    const released = typesIn(events).filter((type) => type === 'reservation-released').length;
    expect(made - released).toBe(2);
  });

  it('has one effect and one answer however often the same command comes, at once or later', async () => {
    const context = contextOf(ada);
    const answers = await Promise.all(Array.from({ length: 8 }, () => useCases.requestInstance(wish, ada, context)));
    answers.push(await useCases.requestInstance(wish, ada, { ...context, now: '2099-01-01T00:00:00.000Z' }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(typesIn(await everything())).toEqual(['reservation-made', 'reservation-made', 'instance-requested']);
  });

  it.each([
    ['another hostname', { hostname: 'blog' }],
    ['another reason', { reason: 'Something else' }],
  ])('refuses %s under the id of an earlier command', async (_, change) => {
    const context = contextOf(ada);
    await useCases.requestInstance(wish, ada, context);
    const before = await everything();
    expect(await refusalOf(useCases.requestInstance({ ...wish, ...change }, ada, context))).toBe(
      'idempotency-key-reused',
    );
    expect(await everything()).toEqual(before);
  });

  it('does not answer one person with what another asked', async () => {
    const context = contextOf(ada);
    await useCases.requestInstance(wish, ada, context);
    const refusal = refusalOf(useCases.requestInstance(wish, bob, { ...contextOf(bob), commandId: context.commandId }));
    expect(await refusal).toBe('idempotency-key-reused');
  });

  it('refuses two commands that come at once under one id but differ', async () => {
    const context = contextOf(ada);
    const results = await Promise.allSettled([
      useCases.requestInstance(wish, ada, context),
      useCases.requestInstance({ ...wish, hostname: 'blog' }, ada, context),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(typesIn(await everything()).filter((type) => type === 'instance-requested')).toHaveLength(1);
  });

  it.each([
    ['template-unknown', { templateId: 'windows' }],
    ['kind-not-available', { templateId: 'debian-vps' }],
    ['hostname-malformed', { hostname: '-web' }],
    ['reason-malformed', { reason: ' ' }],
  ])('is refused with %s, and nothing is stored', async (code, change) => {
    expect(await refusalOf(useCases.requestInstance({ ...wish, ...change }, ada, contextOf(ada)))).toBe(code);
    expect(await opened.store.head()).toBeUndefined();
  });

  it('is refused for a hostname that is taken, and nothing is stored', async () => {
    await useCases.requestInstance(wish, ada, contextOf(ada));
    const before = await opened.store.head();
    expect(await refusalOf(useCases.requestInstance(wish, bob, contextOf(bob)))).toBe('hostname-taken');
    expect(await opened.store.head()).toEqual(before);
  });

  it('is refused for a default domain that another pair of names leads to, and the hostname stays free', async () => {
    const first: Caller = { ...ada, username: 'b-c' };
    const second: Caller = { ...bob, username: 'c' };
    await useCases.requestInstance({ ...wish, hostname: 'a' }, first, contextOf(first));
    const refusal = refusalOf(useCases.requestInstance({ ...wish, hostname: 'a-b' }, second, contextOf(second)));
    expect(await refusal).toBe('domain-taken');
    expect((await opened.log.load('hostname-a-b')).revision).toBe('no-stream');
  });

  it('goes on after a crash between the reservation and the request', async () => {
    const context = contextOf(ada);
    const dying = { ...opened.log, append: neverAppendTo('instance-', opened) };
    const before = useCasesOver(
      { ...opened, log: dying },
      { templates: { find: () => templates[0], list: () => templates } },
    );
    await expect(before.requestInstance(wish, ada, context)).rejects.toThrow('killed');
    await useCases.requestInstance(wish, ada, context);
    expect(typesIn(await everything())).toEqual(['reservation-made', 'reservation-made', 'instance-requested']);
  });
});

describe('deciding on a request', () => {
  it('takes an admin through approval', async () => {
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    expect(await useCases.approveRequest({ instanceId: id }, admin, contextOf(admin))).toMatchObject({
      id,
      revision: 1,
    });
    expect(typesIn((await opened.log.load(`instance-${id}`)).events).at(-1)).toBe('instance-request-approved');
  });

  it('gives the first of two decisions the say', async () => {
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    const results = await Promise.allSettled([
      useCases.approveRequest({ instanceId: id }, admin, contextOf(admin)),
      useCases.refuseRequest({ instanceId: id, reason: 'No room' }, admin, contextOf(admin)),
      useCases.withdrawRequest({ instanceId: id }, ada, contextOf(ada)),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await opened.log.load(`instance-${id}`)).revision).toBe(1);
  });

  it('is refused to whoever saw another revision', async () => {
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    const stale = { ...contextOf(admin), ifRevision: 3 };
    expect(await refusalOf(useCases.approveRequest({ instanceId: id }, admin, stale))).toBe('revision-changed');
    await useCases.approveRequest({ instanceId: id }, admin, { ...stale, ifRevision: 0 });
  });

  it('answers a repeat as before, although the revision moved on', async () => {
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    const context = { ...contextOf(admin), ifRevision: 0 };
    const first = await useCases.approveRequest({ instanceId: id }, admin, context);
    expect(await useCases.approveRequest({ instanceId: id }, admin, context)).toEqual(first);
  });

  it('is not for members, nor for instances that do not exist', async () => {
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    expect(await refusalOf(useCases.approveRequest({ instanceId: id }, ada, contextOf(ada)))).toBe('not-allowed');
    const unknown = { instanceId: randomUUID() };
    expect(await refusalOf(useCases.approveRequest(unknown, admin, contextOf(admin)))).toBe('instance-unknown');
  });

  it('ends with what the process recorded, once', async () => {
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    await useCases.approveRequest({ instanceId: id }, admin, contextOf(admin));
    const guest = { instanceId: id, node: 'pve1', vmid: 10_001, address: '10.10.10.7' };
    const first = await useCases.recordProvisioning.provisioned(guest, contextOf(admin));
    expect(await useCases.recordProvisioning.provisioned(guest, contextOf(admin))).toEqual(first);
  });
});

describe('the account of an owner', () => {
  const person = { ...ada, email: 'ada@example.org', displayName: 'Ada Lovelace' };
  const disable = () =>
    useCases.accounts.standing.disable(
      { accountId: ada.accountId, reason: 'Mined coins', instances: 'stop' },
      admin,
      contextOf(admin),
    );
  const beginErasure = async () => {
    const context = contextOf(ada);
    await useCases.accounts.standing.requestErasure({ confirmation: ada.username }, ada, context);
    const { accountId } = ada;
    const erasureId = (await loadAccount(opened.log, accountId)).erasure?.erasureId ?? '';
    await onAccount(opened.log, accountId, { type: 'begin-erasure', erasureId }, context);
  };
  beforeEach(() => useCases.accounts.linkAccount(person, contextOf(ada)));

  it.each([
    ['disabled', disable, 'owner-disabled', 'account-disabled'],
    ['being erased', beginErasure, 'owner-erased', 'erasure-begun'],
  ])('that is %s has no request approved, and asks for nothing', async (_, happens, ofApproval, ofRequest) => {
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    await happens();
    expect(await refusalOf(useCases.approveRequest({ instanceId: id }, admin, contextOf(admin)))).toBe(ofApproval);
    // Whoever was let in before can still have a request under way.
    const late = useCases.requestInstance({ ...wish, hostname: 'late' }, ada, contextOf(ada));
    expect(await refusalOf(late)).toBe(ofRequest);
    expect((await opened.log.load('hostname-late')).revision).toBe('no-stream');
  });

  it('that is enabled again has its request approved', async () => {
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    await disable();
    await useCases.accounts.standing.enable({ accountId: ada.accountId }, admin, contextOf(admin));
    await useCases.approveRequest({ instanceId: id }, admin, contextOf(admin));
    expect(typesIn((await opened.log.load(`instance-${id}`)).events).at(-1)).toBe('instance-request-approved');
  });
});

describe('signing in', () => {
  const person = { ...ada, email: 'ada@example.org', displayName: 'Ada Lovelace' };

  it('is remembered once, until something changes', async () => {
    await Promise.all(Array.from({ length: 4 }, () => useCases.accounts.linkAccount(person, contextOf(ada))));
    await useCases.accounts.linkAccount({ ...person, email: 'ada@example.com' }, contextOf(ada));
    expect(typesIn(await everything())).toEqual(['account-linked', 'account-linked']);
  });
});

describe('personal data', () => {
  /** What is personal is read with its key only where somebody loads it to decide. */
  const inClear = async (instanceId: string, log: OpenedEventLog['log']): Promise<readonly Recorded[]> => {
    const streams = await Promise.all([log.load(`instance-${instanceId}`), log.load(`account-${ada.accountId}`)]);
    return streams.flatMap(({ events }) => events);
  };

  const secrets = ['countess', 'ada@example.org', 'Ada Lovelace', 'chess club', 'No room for chess'];

  const fillLog = async (): Promise<string> => {
    await useCases.accounts.linkAccount(
      { ...ada, email: 'ada@example.org', displayName: 'Ada Lovelace' },
      contextOf(ada),
    );
    const { id } = await useCases.requestInstance(wish, ada, contextOf(ada));
    await useCases.refuseRequest({ instanceId: id, reason: 'No room for chess' }, admin, contextOf(admin));
    return id;
  };

  it('is nowhere in the files in clear', async () => {
    await fillLog();
    const files = await readdir(opened.folder, { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
    );
    expect(contents.some((content) => content.includes('instance-requested.v1'))).toBe(true);
    for (const text of secrets) expect(contents.some((content) => content.includes(text))).toBe(false);
  });

  it('reads back after a restart', async () => {
    const id = await fillLog();
    const text = JSON.stringify(await inClear(id, opened.reopenedLog()));
    for (const secret of secrets) expect(text).toContain(secret);
  });

  it('is erased everywhere with the key, while the facts stay and verify', async () => {
    const id = await fillLog();
    await opened.keyVault.destroy(ada.accountId);
    for (const log of [opened.log, opened.reopenedLog()]) {
      const events = await inClear(id, log);
      expect(typesIn(events)).toContain('instance-request-refused');
      const text = JSON.stringify(events);
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).toContain(erased);
    }
    for (const streamId of [`instance-${id}`, `account-${ada.accountId}`]) {
      const stored = await opened.store.readStream(streamId);
      expect(verifyStream(streamId, stored)).toMatchObject({ events: stored.length, breaks: [] });
    }
  });

  it('is never kept again of an erased person', async () => {
    await fillLog();
    await opened.keyVault.destroy(ada.accountId);
    expect(await refusalOf(useCases.requestInstance({ ...wish, hostname: 'two' }, ada, contextOf(ada)))).toBe(
      'person-erased',
    );
    // What was reserved for the refused request is free again.
    await useCases.requestInstance({ ...wish, hostname: 'two' }, bob, contextOf(bob));
  });
});

const neverAppendTo =
  (prefix: string, { log }: OpenedEventLog): OpenedEventLog['log']['append'] =>
  (loaded, ...rest) =>
    loaded.streamId.startsWith(prefix) ? Promise.reject(new Error('killed')) : log.append(loaded, ...rest);
