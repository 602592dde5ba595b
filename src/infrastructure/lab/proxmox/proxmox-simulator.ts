import { createServer } from 'node:https';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openCertificateAuthority } from '../certificates/certificate-authority.ts';
import type { LabManifest } from '../manifest.ts';
import { openDurableDocument } from '../state/durable-document.ts';
import type { Sealing } from '../state/sealing.ts';
import { listen } from '../wire/listener.ts';
import { createApiHandler } from './api-handler.ts';
import type { ApiExchange } from './api-handler.ts';
import { createCluster } from './cluster.ts';
import { labRolePrivileges } from './cluster-layout.ts';
import { clusterState, initialState } from './cluster-state.ts';
import { proxmoxRoutes } from './proxmox-routes.ts';
import { fingerprintOf, labTokenId, openCredentials } from './credentials.ts';
import { runCommandLine } from './pct.ts';
import { createProxmoxFaults, proxmoxFaultCommand } from './proxmox-faults.ts';
import type { ProxmoxFault } from './proxmox-faults.ts';
import { openSshDoor } from './ssh-door.ts';
import { createTaskRunner } from './task-runner.ts';

export type ProxmoxSimulatorOptions = Readonly<{
  /** The simulator keeps its state, certificates and keys in the folder `proxmox` below it. */
  dataDirectory: string;
  /** Ports on loopback; 0 or absent takes a free one. */
  ports?: Readonly<{ https?: number | undefined; ssh?: number | undefined }> | undefined;
  /** Factor on the time of tasks and of a container's boot; default 1, which means 0.5 to 2 s for each. */
  taskSlowness?: number | undefined;
  /** Wait before an answer 401, in milliseconds; default 3000, as Proxmox does. */
  refusalDelay?: number | undefined;
  /** Told of every call of the API and its answer, for tests that hold them against the vendor's schema. */
  observe?: ((exchange: ApiExchange) => void) | undefined;
  /** Default: the cluster is kept as it is. */
  sealing?: Sealing | undefined;
  logger: Logger;
}>;

export type ProxmoxSimulator = Readonly<{
  /** How to reach it: the part `proxmox` of the lab's manifest. */
  manifest: LabManifest['proxmox'];
  /** Takes one command of `proxmoxFaultCommand`, as parsed JSON; throws a ZodError for anything else. */
  control: (command: unknown) => Promise<Readonly<{ faults: readonly ProxmoxFault[] }>>;
  /** Stops as a host that is switched off: running tasks are lost. */
  close: () => Promise<void>;
}>;

const username = 'root';

/** Starts the lab's Proxmox VE cluster: the REST API over HTTPS and `pct` over SSH, on loopback. */
export const startProxmoxSimulator = async (options: ProxmoxSimulatorOptions): Promise<ProxmoxSimulator> => {
  const directory = join(options.dataDirectory, 'proxmox');
  const authority = await openCertificateAuthority(directory);
  const certificate = await authority.serverCertificate('pve');
  const credentials = openCredentials(directory);
  const document = openDurableDocument({
    path: join(directory, 'cluster.json'),
    schema: clusterState,
    initial: initialState,
    sealing: options.sealing,
  });
  const faults = createProxmoxFaults();
  const slowness = (): number => faults.taskSlowness() ?? options.taskSlowness ?? 1;
  const cluster = createCluster(document);
  const tasks = createTaskRunner({
    document,
    slowness,
    plannedFailure: faults.takeForTask,
    thawed: faults.thawed,
  });
  // What an earlier life of the lab left running did not survive it.
  tasks.loseRunning();

  const handler = createApiHandler({
    routes: proxmoxRoutes,
    world: {
      cluster,
      tasks,
      isOffline: faults.isOffline,
      networkDelay: () => (faults.hasNoNetwork() ? undefined : 800 * slowness()),
    },
    faults,
    token: `${labTokenId}=${credentials.tokenSecret}`,
    privileges: () => new Set(labRolePrivileges.filter((privilege) => !faults.isRevoked(privilege))),
    refusalDelay: options.refusalDelay ?? 3000,
    observe: options.observe,
  });
  const api = await listen(
    createServer({ key: certificate.key, cert: certificate.certificate }, (request, response) => {
      handler(request, response).catch((error: unknown) => {
        // A caller that hangs up half-way is its own business.
        if (request.destroyed || response.destroyed) return;
        options.logger.error(
          { err: error, method: request.method, path: request.url },
          'simulated Proxmox call failed',
        );
        response.destroy();
      });
    }),
    options.ports?.https ?? 0,
  );
  const ssh = await openSshDoor({
    port: options.ports?.ssh ?? 0,
    hostKey: credentials.hostKey,
    username,
    clientPublicKey: credentials.clientPublicKey,
    faults,
    run: (line, stdin) => runCommandLine(cluster, line, stdin),
    logger: options.logger,
  }).catch(async (error: unknown) => {
    // Half a cluster would keep its port, and this process alive.
    await api.close();
    throw error;
  });

  return {
    manifest: {
      url: `https://127.0.0.1:${String(api.port)}`,
      ca: authority.certificate,
      fingerprint: certificate.fingerprint,
      tokenId: labTokenId,
      tokenSecret: credentials.tokenSecret,
      ssh: {
        host: '127.0.0.1',
        port: ssh.port,
        username,
        privateKey: credentials.clientKey,
        hostKeyFingerprint: fingerprintOf(credentials.hostKey),
      },
    },
    control: async (command) => {
      const fault = proxmoxFaultCommand.parse(command);
      if (fault.fault === 'none') {
        faults.clear();
        await Promise.all([api.comeUp(), ssh.comeUp()]);
      } else if (fault.fault !== 'list') {
        faults.add(fault);
      }
      if (fault.fault === 'die') tasks.loseRunning();
      if (fault.fault === 'die' || fault.fault === 'down') await Promise.all([api.goDown(), ssh.goDown()]);
      return { faults: faults.active() };
    },
    close: async () => {
      tasks.loseRunning();
      // Lets go of what waits for the end of a freeze.
      faults.clear();
      await Promise.all([api.close(), ssh.close()]);
    },
  };
};
