import { randomUUID } from 'node:crypto';
import { createAbandonProcess, createRetryProcess } from '../../application/processes/admin-acts.ts';
import { createProcesses } from '../../application/processes/processes.ts';
import type { ProvisioningSettings } from '../../application/processes/provisioning/provisioning-settings.ts';
import type { Configuration } from '../config/configuration.ts';
import type { ProcessCommands } from '../http/api-services.ts';
import { isDead, pause, thisServer } from '../processes/this-server.ts';
import { ownedInstancesOf } from './owned-instances-of.ts';
import { parts } from './registrations.ts';
import type { Parts } from './registrations.ts';

export type RunningProcesses = Readonly<{
  role: () => 'leader' | 'standby' | 'stopped';
  commands: ProcessCommands;
  /** Resolves when no effect is under way any more and the lease is given up. */
  stop: () => Promise<void>;
}>;

/** Runs processes from now on, as soon as no other server does. */
export const startProcesses = (all: Parts): RunningProcesses => {
  const { reservations, recordProvisioning, accounts } = all.get(parts.useCases);
  const configuration = all.get(parts.configuration);
  const log = all.get(parts.eventLog);
  const logger = all.get(parts.logger);
  const processes = createProcesses({
    log,
    store: all.get(parts.eventStore),
    hypervisor: all.get(parts.hypervisor),
    directory: all.get(parts.directory),
    templates: all.get(parts.templates),
    deadlines: all.get(parts.readModels).deadlines,
    clock: all.get(parts.clock),
    reservations,
    recordProvisioning,
    accountIdOf: accounts.accountIdOf,
    linkAccount: accounts.linkAccount,
    issueLink: accounts.issueLink,
    ownedInstances: ownedInstancesOf(all),
    keyVault: all.get(parts.keyVault),
    mailer: all.get(parts.mailer),
    chatRoom: all.get(parts.chatRoom),
    secrets: all.get(parts.linkSecrets),
    newUserGroups: configuration.accounts.sign_up?.groups ?? [],
    portalUrl: configuration.links.base_url,
    settings: settingsOf(configuration),
    logger,
    newId: randomUUID,
    random: Math.random,
    monotonic: () => performance.now(),
    pause,
    self: thisServer(),
    isDead,
  });
  const stopping = new AbortController();
  const stopped = processes.run(stopping.signal).catch((error: unknown) => {
    logger.error({ err: error }, 'processes do not run any more');
  });

  const acts = { log, keyedHash: all.get(parts.keyedHash) };
  const retry = createRetryProcess(acts);
  const abandon = createAbandonProcess(acts);
  return {
    role: processes.role,
    commands: {
      retry: (processId, reason, context) => retry({ processId, reason }, context),
      abandon: (processId, reason, context) => abandon({ processId, reason }, context),
    },
    stop: async () => {
      stopping.abort();
      await stopped;
    },
  };
};

const settingsOf = ({ proxmox }: Configuration): ProvisioningSettings => {
  const { network, vmid_range: vmids } = proxmox;
  return {
    excludedNodes: proxmox.blacklisted_nodes,
    pool: proxmox.pool,
    storage: proxmox.instance_dir_pool,
    vmids: { first: vmids[0], last: vmids[1] },
    network: {
      network: network.network,
      gateway: network.gateway,
      range: network.range,
      bridge: network.bridge,
      vlan: network.vlan,
      nameservers: network.nameservers,
    },
  };
};
