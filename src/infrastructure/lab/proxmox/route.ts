import type { AccessRule } from './access-rules.ts';
import type { Cluster } from './cluster.ts';
import type { ParameterTable } from './parameter-rules.ts';
import type { TaskRunner } from './task-runner.ts';

/** What the calls of the API work on. */
export type World = Readonly<{
  cluster: Cluster;
  tasks: TaskRunner;
  isOffline: (node: string) => boolean;
  /** Time between a container's start and its first address, in milliseconds; undefined: it never gets one. */
  networkDelay: () => number | undefined;
}>;

export type Call = Readonly<{
  /** Of path, query and body, checked against the route's table. */
  parameters: Readonly<Record<string, string>>;
  /** `user@realm!token` */
  user: string;
  /** Privileges that the token's role holds. */
  held: ReadonlySet<string>;
  world: World;
}>;

/** Data of the reply, or data with the total that lists carry. */
export type Answer = Readonly<{ data: unknown; total?: number }>;

export type Route = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As in the vendor's schema: `/nodes/{node}/lxc/{vmid}/config`. */
  path: string;
  access: AccessRule;
  parameters: ParameterTable;
  handle: (call: Call) => Answer;
}>;

/** A parameter that the table requires. */
export const required = (call: Call, name: string): string => {
  const value = call.parameters[name];
  if (value === undefined) throw new Error(`route without the parameter ${name}`);
  return value;
};
