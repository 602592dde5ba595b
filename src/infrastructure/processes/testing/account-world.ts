import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pino from 'pino';
import type { Directory } from '../../../application/ports/directory.ts';
import type { Deadline } from '../../../application/ports/deadlines.ts';
import type { Mailer } from '../../../application/ports/mailer.ts';
import type { Position } from '../../../application/ports/event-store.ts';
import type { CommandContext } from '../../../application/use-cases/command-context.ts';
import type { UseCases } from '../../../application/use-cases/use-cases.ts';
import { crashPlan } from '../../../application/processes/provisioning/testing/crash-plan.ts';
import type { CrashPlan } from '../../../application/processes/provisioning/testing/crash-plan.ts';
import { memoryHypervisor } from '../../../application/processes/provisioning/testing/memory-hypervisor.ts';
import type { MemoryHypervisor } from '../../../application/processes/provisioning/testing/memory-hypervisor.ts';
import {
  settings,
  template,
  templatesOf,
  virtualTime,
} from '../../../application/processes/provisioning/testing/provisioning-world.ts';
import { createWorkers } from '../../../application/processes/workers.ts';
import type { NetsocEvent } from '../../../domain/events.ts';
import { deadlineChanges } from '../../../domain/process/deadline-rules.ts';
import { useCasesOver } from '../../composition/testing/use-cases-over.ts';
import { openEventLog, silent, testMasterKey } from '../../event-log/testing/open-event-log.ts';
import type { OpenedEventLog } from '../../event-log/testing/open-event-log.ts';
import { startLabFreeIpa } from '../../freeipa/testing/lab-freeipa.ts';
import type { LabFreeIpa } from '../../freeipa/testing/lab-freeipa.ts';
import { startMailSimulator } from '../../lab/mail/mail-simulator.ts';
import type { MailSimulator } from '../../lab/mail/mail-simulator.ts';
import type { CaughtMail } from '../../lab/mail/mailbox.ts';
import { createLinkSecrets } from '../../links/link-secrets.ts';
import { createSendGridMailer } from '../../mail/index.ts';
import { startCrashRelay } from './crash-relay.ts';

/** What outlives every server: FreeIPA and the mail service, simulated, over real sockets. */
export type OutsideWorld = Readonly<{
  freeIpa: LabFreeIpa;
  mail: MailSimulator;
  /** Opens clients of both for one run of a server; every exchange passes by its plan. */
  openClients: (plan: CrashPlan) => Readonly<{ directory: Directory; mailer: Mailer }>;
  close: () => Promise<void>;
}>;

export const startOutsideWorld = async (): Promise<OutsideWorld> => {
  const freeIpa = await startLabFreeIpa();
  const apiKey = 'SG.test-key';
  const mail = await startMailSimulator({
    dataDirectory: join(freeIpa.folder, 'mail'),
    port: 0,
    apiKey,
    logger: pino({ level: 'silent' }),
  });
  // One server runs at a time.
  let running = crashPlan();
  const pass = (moment: string): void => {
    running.pass(moment);
  };
  const ipaRelay = await startCrashRelay({
    target: freeIpa.ipa.url,
    certificate: freeIpa.certificate,
    ca: freeIpa.ca,
    nameOf: ({ url = '' }, body) => `FreeIPA ${/"method": ?"(\w+)/.exec(body)?.[1] ?? url}`,
    pass,
  });
  const mailRelay = await startCrashRelay({ target: mail.url, nameOf: () => 'SendGrid', pass });
  return {
    freeIpa,
    mail,
    openClients: (plan) => {
      running = plan;
      return {
        directory: plan.crashing('directory', freeIpa.open({ servers: [ipaRelay.url] })),
        mailer: plan.crashing(
          'mailer',
          createSendGridMailer({
            key: apiKey,
            url: mailRelay.url,
            from: { email: 'cloud@netsoc.invalid', name: 'Netsoc Cloud' },
            messageIdDomain: 'netsoc.invalid',
            portalName: 'Netsoc Cloud',
            portalUrl: 'https://cloud.netsoc.invalid',
          }),
        ),
      };
    },
    close: async () => {
      await ipaRelay.close();
      await mailRelay.close();
      await mail.close();
      await freeIpa.close();
    },
  };
};

/** One run of the server over what outlives it: it does what people ask, and what is due by itself. */
export type ServerLife = Readonly<{
  useCases: UseCases;
  /** Does all that is due until nothing is, waiting times of at most so long included. */
  settle: (horizonMilliseconds?: number) => Promise<void>;
}>;

export type AccountWorld = OutsideWorld &
  Readonly<{
    opened: OpenedEventLog;
    hypervisor: MemoryHypervisor;
    /** Begins a life. @param plan where it ends */
    begin: (plan?: CrashPlan) => ServerLife;
    /** What the log holds, personal fields sealed. */
    history: () => Promise<readonly NetsocEvent[]>;
    /** Mails to an address, oldest first. */
    mailsTo: (email: string) => readonly CaughtMail[];
    /** Of a new command: by somebody who is not signed in, unless they are named. */
    context: (accountId?: string) => CommandContext;
    now: () => string;
    end: () => Promise<void>;
  }>;

const retriesAndPauses = 20 * 60_000;

/** A log of its own over the outside world. */
export const openAccountWorld = async (outside: OutsideWorld): Promise<AccountWorld> => {
  const opened = await openEventLog();
  const hypervisor = memoryHypervisor();
  const time = virtualTime();
  const secrets = createLinkSecrets(testMasterKey);

  const due = new Map<string, Deadline>();
  let after: Position | undefined;
  /** The list of due work, as its read model would have it. */
  const follow = async (): Promise<void> => {
    for await (const page of opened.log.read(after === undefined ? {} : { after })) {
      for (const { event, id, streamId, revision, position, metadata } of page) {
        after = position;
        for (const change of deadlineChanges({ event, streamId, revision, at: metadata.at })) {
          if (change.change === 'clear') due.delete(change.workId);
          else due.set(change.workId, { ...change, position, causationId: id, correlationId: metadata.correlationId });
        }
      }
    }
  };

  const history = async (): Promise<readonly NetsocEvent[]> => {
    const events: NetsocEvent[] = [];
    for await (const page of opened.log.read()) events.push(...page.map(({ event }) => event));
    return events;
  };

  const ownedBy = async (accountId: string): Promise<readonly string[]> =>
    (await history()).flatMap((event) =>
      event.type === 'instance-requested' && event.data.owner === accountId ? [event.data.instanceId] : [],
    );

  const begin = (plan: CrashPlan = crashPlan()): ServerLife => {
    const log = plan.crashing('log', opened.log);
    const { directory, mailer } = outside.openClients(plan);
    const keyVault = plan.crashing('keys', opened.keyVault);
    const tenure = { signal: new AbortController().signal, fence: () => undefined };

    const settle = async (horizonMilliseconds = retriesAndPauses): Promise<void> => {
      const horizon = Date.parse(time.clock()) + horizonMilliseconds;
      for (;;) {
        await follow();
        const [next] = [...due.values()].toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1));
        if (next === undefined || Date.parse(next.dueAt) > horizon) return;
        time.moveTo(next.dueAt);
        const worker = workers[next.kind];
        if (worker === undefined) throw new Error(`nobody does ${next.kind}`);
        await worker(next, tenure);
      }
    };

    const useCases = useCasesOver(
      { ...opened, log },
      {
        directory,
        clock: time.clock,
        secrets,
        templates: templatesOf(template),
        signUp: {
          isAllowedEmail: (email) => email.endsWith('@student.invalid'),
          termsVersion: '2026-11',
          groups: ['members'],
          holdMilliseconds: 24 * 60 * 60_000,
        },
        reservedNames: new Set(['root']),
        outcomes: {
          ended: async () => {
            await settle();
            return true;
          },
        },
      },
    );
    const { accountIdOf, linkAccount, issueLink } = useCases.accounts;
    const workers = createWorkers({
      ...useCases,
      ...time,
      log,
      directory,
      mailer,
      keyVault,
      hypervisor: plan.crashing('hypervisor', hypervisor),
      templates: templatesOf(template),
      settings,
      accountIdOf,
      linkAccount,
      issueLink,
      ownedInstances: { of: ownedBy },
      chatRoom: { post: () => Promise.resolve() },
      secrets,
      newUserGroups: ['members'],
      portalUrl: 'https://cloud.netsoc.invalid',
      logger: silent,
      newId: randomUUID,
      random: () => 0.5,
    });
    return { useCases, settle };
  };

  return {
    ...outside,
    opened,
    hypervisor,
    begin,
    history,
    mailsTo: (email) => outside.mail.mailbox.list(email).toReversed(),
    now: time.clock,
    context: (accountId) => {
      const commandId = randomUUID();
      return {
        commandId,
        correlationId: commandId,
        actor:
          accountId === undefined
            ? { type: 'system', id: 'anonymous' }
            : { type: 'account', id: accountId, roles: ['member'] },
        source: { channel: 'http' },
        now: time.clock(),
      };
    },
    end: () => opened.close(),
  };
};
