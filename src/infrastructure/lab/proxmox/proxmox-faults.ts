import { z } from 'zod';

const matching = {
  /** Only requests of this method. */
  method: z.string().optional(),
  /** Only requests whose path contains this: `/lxc`, `/status/start`, ... */
  path: z.string().optional(),
  /** Ends by itself after so many requests; default: stays until cleared. */
  times: z.int().positive().optional(),
};
const times = { times: matching.times };
const when = z.enum(['before', 'after']).default('before');

/** What the lab's Proxmox can be told to do wrong. */
export const proxmoxFaultCommand = z.discriminatedUnion('fault', [
  /** Back to normal: forgets every fault, comes back when dead or frozen, gives revoked privileges back. */
  z.strictObject({ fault: z.literal('none') }),
  /** Changes nothing; answers with the faults of the moment. */
  z.strictObject({ fault: z.literal('list') }),
  /** Answers correctly, but late. */
  z.strictObject({ fault: z.literal('slow'), milliseconds: z.int().min(0).max(600_000), ...matching }),
  /** Answers an error, in the reason phrase as Proxmox does, without doing anything. */
  z.strictObject({
    fault: z.literal('error'),
    status: z.int().min(400).max(599),
    reason: z.string().default('got timeout'),
    ...matching,
  }),
  /** Cuts the connection before anything is done, or after it is done: the effect is there, the answer is lost. */
  z.strictObject({ fault: z.literal('drop'), when, ...matching }),
  /** Reads the request and never answers. */
  z.strictObject({ fault: z.literal('hang'), ...matching }),
  /** Refuses connections, HTTPS and SSH; running tasks go on. */
  z.strictObject({ fault: z.literal('down') }),
  /** The hosts lose power: as `down`, and running tasks are lost with nothing tidied up. */
  z.strictObject({ fault: z.literal('die') }),
  /** Everything stands still: requests, commands and tasks wait for `none`. */
  z.strictObject({ fault: z.literal('freeze') }),
  /** This node does not answer the others: 595 for its paths, its guests are `unknown`. */
  z.strictObject({ fault: z.literal('node-offline'), node: z.string() }),
  /** Tasks end with this exit status and no effect; `WARNINGS: 1` keeps the effect. */
  z.strictObject({
    fault: z.literal('task-failure'),
    type: z.string().optional(),
    exitStatus: z.string().default('command failed: exit code 1'),
    ...times,
  }),
  /** Factor on the time that tasks take from now on. */
  z.strictObject({ fault: z.literal('task-slowness'), factor: z.number().min(0).max(1000) }),
  /** The token's role loses a privilege. */
  z.strictObject({ fault: z.literal('revoke'), privilege: z.string() }),
  /** Containers that run never get an address. */
  z.strictObject({ fault: z.literal('no-network') }),
  /** Cuts SSH connections before or after a command is done. */
  z.strictObject({ fault: z.literal('ssh-drop'), when, ...times }),
  /** Commands over SSH take longer. */
  z.strictObject({ fault: z.literal('ssh-slow'), milliseconds: z.int().min(0).max(600_000), ...times }),
]);

export type ProxmoxFault = z.infer<typeof proxmoxFaultCommand>;
type FaultOf<Name extends ProxmoxFault['fault']> = Extract<ProxmoxFault, { fault: Name }>;
type RequestFault = FaultOf<'slow' | 'error' | 'drop' | 'hang'>;
type CommandFault = FaultOf<'ssh-drop' | 'ssh-slow'>;

export type ProxmoxFaults = Readonly<{
  add: (fault: ProxmoxFault) => void;
  clear: () => void;
  active: () => readonly ProxmoxFault[];
  /** The first fault that matches this request; counts as one of its times. */
  takeForRequest: (method: string, path: string) => RequestFault | undefined;
  takeForCommand: () => CommandFault | undefined;
  takeForTask: (type: string) => string | undefined;
  isOffline: (node: string) => boolean;
  isRevoked: (privilege: string) => boolean;
  taskSlowness: () => number | undefined;
  hasNoNetwork: () => boolean;
  /** Resolves at once, or when a freeze ends. */
  thawed: () => Promise<void>;
}>;

const newFreeze = () => Promise.withResolvers<undefined>();

export const createProxmoxFaults = (): ProxmoxFaults => {
  let entries: { fault: ProxmoxFault; left: number }[] = [];
  let frozen: ReturnType<typeof newFreeze> | undefined;

  const take = <Found extends ProxmoxFault>(matches: (fault: ProxmoxFault) => Found | undefined): Found | undefined => {
    for (const entry of entries) {
      const found = matches(entry.fault);
      if (found === undefined) continue;
      entry.left -= 1;
      if (entry.left <= 0) entries = entries.filter((other) => other !== entry);
      return found;
    }
    return undefined;
  };
  const active = (): readonly ProxmoxFault[] => entries.map(({ fault }) => fault);

  return {
    add: (fault) => {
      entries.push({ fault, left: 'times' in fault ? (fault.times ?? Infinity) : Infinity });
      if (fault.fault === 'freeze') frozen ??= newFreeze();
    },
    clear: () => {
      entries = [];
      frozen?.resolve(undefined);
      frozen = undefined;
    },
    active,
    takeForRequest: (method, path) =>
      take((fault) =>
        (fault.fault === 'slow' || fault.fault === 'error' || fault.fault === 'drop' || fault.fault === 'hang') &&
        (fault.method ?? method) === method &&
        path.includes(fault.path ?? '')
          ? fault
          : undefined,
      ),
    takeForCommand: () =>
      take((fault) => (fault.fault === 'ssh-drop' || fault.fault === 'ssh-slow' ? fault : undefined)),
    takeForTask: (type) =>
      take((fault) => (fault.fault === 'task-failure' && (fault.type ?? type) === type ? fault : undefined))
        ?.exitStatus,
    isOffline: (node) => active().some((fault) => fault.fault === 'node-offline' && fault.node === node),
    isRevoked: (privilege) => active().some((fault) => fault.fault === 'revoke' && fault.privilege === privilege),
    taskSlowness: () => active().findLast((fault) => fault.fault === 'task-slowness')?.factor,
    hasNoNetwork: () => active().some((fault) => fault.fault === 'no-network'),
    thawed: async () => {
      await frozen?.promise;
    },
  };
};
