import type { z } from 'zod';
import type { Captcha } from '../../application/ports/captcha.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { Position } from '../../application/ports/event-store.ts';
import type { OpenPersonal } from '../../application/ports/personal-data.ts';
import type { SshKeyReader } from '../../application/ports/ssh-key-reader.ts';
import type { CommandContext, CommandOutcome } from '../../application/use-cases/command-context.ts';
import type { UseCases } from '../../application/use-cases/use-cases.ts';
import type { Templates } from '../../application/ports/templates.ts';
import type { AccountList } from '../../projections/account-list/index.ts';
import type { AuditLog } from '../../projections/audit-log/index.ts';
import type { InstanceDetail } from '../../projections/instance-detail/index.ts';
import type { InstanceList } from '../../projections/instance-list/index.ts';
import type { People } from '../../projections/people/index.ts';
import type { Processes } from '../../projections/processes/index.ts';
import type { RequestQueue } from '../../projections/request-queue/index.ts';
import type { TraefikEndpoint } from '../traefik/traefik-endpoint.ts';
import type { readModel, readiness } from './contract/operations.ts';
import type { portalConfig } from './contract/portal.ts';
import type { SessionRecord } from './session-record.ts';
import type { ChangeStreams } from './stream/change-stream.ts';

/** Questions that the API asks of the read models; each answers from whichever generation is live. */
type Questions = Readonly<{
  people: People;
  accounts: AccountList;
  instances: InstanceList;
  instance: InstanceDetail;
  requests: RequestQueue;
  audit: AuditLog;
  processes: Processes;
}>;

/** What an admin can do with a process that is stuck. */
export type ProcessCommands = Readonly<{
  retry: (processId: string, reason: string, context: CommandContext) => Promise<CommandOutcome>;
  abandon: (processId: string, reason: string, context: CommandContext) => Promise<CommandOutcome>;
}>;

type ReadModelOperations = Readonly<{
  list: () => Promise<readonly z.input<typeof readModel>[]>;
  /** Starts a rebuild beside the running version; false when there is no such read model. Repeating it while one runs does nothing. */
  rebuild: (name: string) => boolean;
}>;

/** Everything that routes need, put together by the composition root. */
export type ApiServices = Readonly<{
  clock: Clock;
  templates: Templates;
  useCases: Pick<UseCases, 'requestInstance' | 'approveRequest' | 'refuseRequest' | 'withdrawRequest' | 'accounts'>;
  captcha: Captcha;
  sshKeys: SshKeyReader;
  sessions: SessionRecord;
  /** The next request of this person sees what has just changed about them in the directory, though the change feed may not have told yet. */
  forgetPerson: (accountId: string) => void;
  processCommands: ProcessCommands;
  questions: Questions;
  /** Opens what the answers to questions hold sealed. */
  openPersonal: OpenPersonal;
  readModels: ReadModelOperations;
  /** Resolves true once these read models hold everything up to the position. */
  waitFor: (readModels: readonly string[], position: Position, timeoutMilliseconds: number) => Promise<boolean>;
  changes: ChangeStreams;
  traefik: TraefikEndpoint;
  traefikKeys: readonly Readonly<{ name: string; key: string }>[];
  metrics: Readonly<{ key: string | undefined; text: () => Promise<string>; contentType: string }>;
  readiness: () => Promise<z.input<typeof readiness>>;
  portalConfig: z.input<typeof portalConfig>;
  /** `ssh root@10.10.10.7`, or undefined while there is no address. */
  sshCommand: (address: string | null) => string | null;
}>;
