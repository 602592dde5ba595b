import type { CommandResult, GuestRef } from '../../application/ports/hypervisor.ts';
import { hypervisorError } from './proxmox-failure.ts';
import type { SshOptions } from './proxmox-options.ts';
import { createSshConnection } from './ssh-connection.ts';
import type { SshConnection } from './ssh-connection.ts';

/** What only a node's own command line can do (source: pct(1)). */
export type NodeCommands = Readonly<{
  runInside: (guest: GuestRef, argv: readonly string[], stdin?: string) => Promise<CommandResult>;
  /** Takes away a lock that nobody holds any more. */
  unlock: (guest: GuestRef) => Promise<void>;
  close: () => void;
}>;

/** `pct` over SSH, on the node of the guest. */
export const createNodeCommands = (options: SshOptions): NodeCommands => {
  const connections = new Map<string, SshConnection>();
  const connectionTo = (node: string): SshConnection => {
    const target = options.nodes?.[node] ?? options;
    const place = `${target.host}:${String(target.port)}`;
    const known = connections.get(place);
    if (known !== undefined) return known;
    const made = createSshConnection(options, target);
    connections.set(place, made);
    return made;
  };

  return {
    runInside: async (guest, argv, stdin) => {
      const doing = `run ${argv[0] ?? 'nothing'} inside container ${String(guest.vmid)}`;
      if (guest.kind !== 'lxc') throw hypervisorError('rejected', doing, 'pct works on containers only');
      const result = await connectionTo(guest.node).run({
        argv: ['pct', 'exec', String(guest.vmid), '--', ...argv],
        stdin,
        doing,
      });
      if (result.exitCode !== 0 && pctItselfFailed(result.stderr)) {
        throw hypervisorError('rejected', doing, result.stderr.trim());
      }
      return result;
    },
    unlock: async (guest) => {
      const doing = `unlock guest ${String(guest.vmid)}`;
      const program = guest.kind === 'lxc' ? 'pct' : 'qm';
      const result = await connectionTo(guest.node).run({ argv: [program, 'unlock', String(guest.vmid)], doing });
      if (result.exitCode !== 0) throw hypervisorError('rejected', doing, result.stderr.trim());
    },
    close: () => {
      for (const connection of connections.values()) connection.close();
      connections.clear();
    },
  };
};

/** The program never ran: `pct` uses the same exit codes as the programs it runs, only its words differ. */
const pctItselfFailed = (stderr: string): boolean =>
  /^(container '\d+' not running!|Configuration file '.*' does not exist|CT is locked \()/m.test(stderr);
