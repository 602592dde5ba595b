import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Directory } from '../../../application/ports/directory.ts';
import { openCertificateAuthority } from '../../lab/certificates/certificate-authority.ts';
import type { ServerCertificate } from '../../lab/certificates/certificate-authority.ts';
import { startFreeIpaSimulator } from '../../lab/freeipa/freeipa-simulator.ts';
import type { FreeIpaSimulator } from '../../lab/freeipa/freeipa-simulator.ts';
import { openIpaDatabase } from '../../lab/freeipa/ipa-database.ts';
import type { IpaDatabase } from '../../lab/freeipa/ipa-database.ts';
import { portalServiceAccount } from '../../lab/freeipa/seed.ts';
import { createIpaCaller } from '../../lab/freeipa/testing/ipa-caller.ts';
import type { IpaCaller, IpaOutcome } from '../../lab/freeipa/testing/ipa-caller.ts';
import { createFreeIpaDirectory } from '../freeipa-directory.ts';
import type { FreeIpaOptions } from '../freeipa-options.ts';

/** A simulated FreeIPA over real sockets, for the tests of our client. */
export type LabFreeIpa = Readonly<{
  ipa: FreeIpaSimulator;
  database: IpaDatabase;
  /** Our client, against the first server unless told otherwise. */
  open: (overrides?: Partial<FreeIpaOptions>) => Directory;
  /** Another server: of the same people, or of its own when it is given a database. */
  startReplica: (database?: IpaDatabase) => Promise<FreeIpaSimulator>;
  caller: IpaCaller;
  /** A command as the administrator of the lab, whatever our client thinks. */
  admin: (method: string, positional?: readonly unknown[], options?: object) => Promise<IpaOutcome>;
  /** PEM */
  ca: string;
  /** Of the servers. */
  certificate: ServerCertificate;
  folder: string;
  close: () => Promise<void>;
}>;

export const startLabFreeIpa = async (): Promise<LabFreeIpa> => {
  const logger = pino({ level: 'silent' });
  const folder = await mkdtemp(join(tmpdir(), 'netsoc-ipa-'));
  const authority = await openCertificateAuthority(folder);
  const certificate = await authority.serverCertificate('ipa');
  const database = openIpaDatabase(folder);
  const opened: { close: () => Promise<void> }[] = [];
  const startReplica: LabFreeIpa['startReplica'] = async (own = database) => {
    const started = await startFreeIpaSimulator({ port: 0, database: own, certificate, logger });
    opened.push(started);
    return started;
  };
  const ipa = await startReplica();
  const caller = createIpaCaller(ipa.url, authority.certificate);
  return {
    ipa,
    database,
    startReplica,
    caller,
    admin: await caller.as('admin', 'admin-lab-password'),
    ca: authority.certificate,
    certificate,
    folder,
    open: (overrides = {}) => {
      const directory = createFreeIpaDirectory({
        servers: [ipa.url],
        ca: authority.certificate,
        ...portalServiceAccount,
        homeDirectories: '/home/users',
        loginShell: '/bin/bash',
        logger,
        ...overrides,
      });
      opened.push(directory);
      return directory;
    },
    close: async () => {
      await Promise.all(opened.map((one) => one.close()));
      await rm(folder, { recursive: true });
    },
  };
};

/** The `result` member of a reply about one entry. */
export const entryOf = ({ result }: IpaOutcome): Readonly<Record<string, unknown>> =>
  result?.['result'] as Readonly<Record<string, unknown>>;
