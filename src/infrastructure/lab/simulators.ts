import { join } from 'node:path';
import type { Logger } from 'pino';
import { openCertificateAuthority } from './certificates/certificate-authority.ts';
import { startChatSimulator } from './chat/chat-simulator.ts';
import type { ChatSimulator } from './chat/chat-simulator.ts';
import { startDnsSimulator } from './dns/dns-simulator.ts';
import type { DnsSimulator } from './dns/dns-simulator.ts';
import { startFreeIpaSimulator } from './freeipa/freeipa-simulator.ts';
import type { FreeIpaSimulator } from './freeipa/freeipa-simulator.ts';
import { openIpaDatabase } from './freeipa/ipa-database.ts';
import { startMailSimulator } from './mail/mail-simulator.ts';
import type { MailSimulator } from './mail/mail-simulator.ts';
import { startOidcSimulator } from './oidc/oidc-simulator.ts';
import type { OidcSimulator } from './oidc/oidc-simulator.ts';
import { startProxmoxSimulator } from './proxmox/proxmox-simulator.ts';
import type { ProxmoxSimulator } from './proxmox/proxmox-simulator.ts';
import type { RememberedPorts } from './remembered-ports.ts';
import type { Sealing } from './state/sealing.ts';
import { startTraefikSimulator } from './traefik/traefik-simulator.ts';
import type { TraefikSimulator } from './traefik/traefik-simulator.ts';

export type Simulators = Readonly<{
  proxmox: ProxmoxSimulator;
  freeipa: FreeIpaSimulator;
  /** PEM of the authority that signed FreeIPA's certificate. */
  freeipaCa: string;
  oidc: OidcSimulator;
  mail: MailSimulator;
  chat: ChatSimulator;
  dns: DnsSimulator;
  traefik: TraefikSimulator;
}>;

export type SimulatorsOptions = Readonly<{
  /** Folder for everything the simulators keep. */
  directory: string;
  ports: RememberedPorts;
  mailApiKey: string;
  chatToken: string;
  /** For everything that people sent. */
  sealing: Sealing;
  taskSlowness: number | undefined;
  traefikPollMilliseconds: number | undefined;
  logger: Logger;
  /** Gets what must be closed in the end, one by one, also when a later start fails. */
  opened: (close: () => Promise<void>) => void;
}>;

type Started = Readonly<{ port: number; close: () => Promise<void> }>;

/** Starts every simulator, side by side; waits for all of them before it throws the first failure. */
export const startSimulators = async (options: SimulatorsOptions): Promise<Simulators> => {
  const { directory, ports, sealing, logger, opened } = options;
  const database = openIpaDatabase(directory, sealing);

  const startOn = async <T extends Started>(name: string, start: (port: number) => Promise<T>): Promise<T> => {
    const started = await ports.startOn(
      [name],
      ([port = 0]) => start(port),
      ({ port }) => [port],
    );
    opened(started.close);
    return started;
  };

  const startProxmox = async (): Promise<ProxmoxSimulator> => {
    const started = await ports.startOn(
      ['proxmox-https', 'proxmox-ssh'],
      ([https, ssh]) =>
        startProxmoxSimulator({
          dataDirectory: directory,
          ports: { https, ssh },
          taskSlowness: options.taskSlowness,
          sealing,
          logger,
        }),
      ({ manifest }) => [Number(new URL(manifest.url).port), manifest.ssh.port],
    );
    opened(started.close);
    return started;
  };

  const startFreeIpa = async () => {
    const authority = await openCertificateAuthority(join(directory, 'freeipa'));
    const certificate = await authority.serverCertificate('ipa');
    const started = await startOn('freeipa', (port) => startFreeIpaSimulator({ port, database, certificate, logger }));
    return { freeipa: started, freeipaCa: authority.certificate };
  };

  const starting = [
    startProxmox(),
    startFreeIpa(),
    startOn('oidc', (port) => startOidcSimulator({ dataDirectory: directory, port, database, sealing, logger })),
    startOn('mail', (port) =>
      startMailSimulator({ dataDirectory: directory, port, apiKey: options.mailApiKey, sealing, logger }),
    ),
    startOn('chat', (port) =>
      startChatSimulator({ dataDirectory: directory, port, token: options.chatToken, sealing, logger }),
    ),
    startOn('dns', (port) => startDnsSimulator({ dataDirectory: directory, port, logger })),
    startOn('traefik', (port) =>
      startTraefikSimulator({ port, pollIntervalMilliseconds: options.traefikPollMilliseconds, logger }),
    ),
  ] as const;
  await Promise.allSettled(starting);
  const [proxmox, { freeipa, freeipaCa }, oidc, mail, chat, dns, traefik] = await Promise.all(starting);
  return { proxmox, freeipa, freeipaCa, oidc, mail, chat, dns, traefik };
};
