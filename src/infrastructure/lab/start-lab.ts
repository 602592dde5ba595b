import type { Logger } from 'pino';
import { startControlServer } from './control-server.ts';
import type { LabControls } from './control-server.ts';
import { labAccounts, portalServiceAccount } from './freeipa/seed.ts';
import { lockLab } from './lab-lock.ts';
import { openLabSecrets } from './lab-secrets.ts';
import type { LabManifest } from './manifest.ts';
import { labDirectory, writeManifest } from './manifest-file.ts';
import { openRememberedPorts } from './remembered-ports.ts';
import { startSimulators } from './simulators.ts';
import type { Simulators } from './simulators.ts';
import { createSealing } from './state/sealing.ts';

export type Lab = Readonly<{ manifest: LabManifest; close: () => Promise<void> }>;

export type LabOptions = Readonly<{
  /** The product's data folder; the lab keeps itself in `lab` below it. */
  dataDirectory: string;
  logger: Logger;
  /** Factor on the time that Proxmox's tasks take. Default: 1; tests want less. */
  taskSlowness?: number;
  /** Time between polls of the Traefik emulator. Default: 2000. */
  traefikPollMilliseconds?: number;
  /** True in a process of its own: the folder stays locked until the process is gone, not only until the lab is closed. */
  lockedUntilExit?: boolean;
  /** Somebody asked over the control port to end the lab. Default: it closes itself. */
  onShutDown?: () => void;
  /** Somebody asked for sudden death. Default: kills this process, like kill -9. */
  onDie?: () => void;
}>;

/**
 * Starts the whole lab in this process, on the ports of the last time, and writes the manifest.
 * @throws LabRunningError when another process runs the lab of this folder
 */
export const startLab = async (options: LabOptions): Promise<Lab> => {
  const { logger } = options;
  const directory = labDirectory(options.dataDirectory);
  const unlock = lockLab(directory);
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    const results = await Promise.allSettled(opened.splice(0).map((closeOne) => closeOne()));
    for (const result of results) {
      if (result.status === 'rejected')
        logger.warn({ err: result.reason as unknown }, 'a part of the lab did not close');
    }
    if (options.lockedUntilExit !== true) unlock();
  };

  try {
    const secrets = openLabSecrets(directory);
    const ports = openRememberedPorts(directory, logger);
    const simulators = await startSimulators({
      directory,
      ports,
      mailApiKey: secrets.mailApiKey,
      chatToken: secrets.chatToken,
      sealing: createSealing(Buffer.from(secrets.sealingKey, 'base64url')),
      taskSlowness: options.taskSlowness,
      traefikPollMilliseconds: options.traefikPollMilliseconds,
      logger,
      opened: (closeOne) => opened.push(closeOne),
    });
    const complete = Promise.withResolvers<LabControls>();
    const control = await ports.startOn(
      ['control'],
      ([port = 0]) => startControlServer({ port, key: secrets.controlKey, controls: complete.promise, logger }),
      ({ port }) => [port],
    );
    opened.push(control.close);

    const manifest = describe(simulators, secrets, control.port);
    complete.resolve({
      manifest,
      simulators: new Map<string, (command: unknown) => Promise<unknown>>([
        ['proxmox', simulators.proxmox.control],
        ['freeipa', simulators.freeipa.control],
        ['oidc', simulators.oidc.control],
        ['mail', simulators.mail.control],
        ['chat', simulators.chat.control],
        ['dns', simulators.dns.control],
        ['traefik', simulators.traefik.control],
      ]),
      mintToken: simulators.oidc.mintToken,
      shutDown: options.onShutDown ?? (() => void close()),
      die: options.onDie ?? (() => process.kill(process.pid, 'SIGKILL')),
    });
    writeManifest(options.dataDirectory, manifest);
    return { manifest, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const describe = (
  { proxmox, freeipa, freeipaCa, oidc, mail, chat, dns, traefik }: Simulators,
  secrets: ReturnType<typeof openLabSecrets>,
  controlPort: number,
): LabManifest => ({
  pid: process.pid,
  startedAt: new Date().toISOString(),
  control: { url: `http://127.0.0.1:${String(controlPort)}`, key: secrets.controlKey },
  proxmox: proxmox.manifest,
  freeipa: { url: freeipa.url, ca: freeipaCa, ...portalServiceAccount },
  oidc: { issuer: oidc.issuer, audience: oidc.audience, clientId: oidc.clientId },
  mail: { url: mail.url, apiKey: secrets.mailApiKey, inboxUrl: mail.inboxUrl },
  chat: { url: chat.url, pageUrl: chat.pageUrl },
  dns: { address: dns.address, port: dns.port },
  traefik: { url: traefik.url },
  accounts: labAccounts,
});
