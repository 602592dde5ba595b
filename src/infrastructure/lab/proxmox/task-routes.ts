import { wrongParameters } from './api-refusal.ts';
import { everybody } from './access-rules.ts';
import type { LabTask } from './cluster-state.ts';
import { parameterTables } from './parameter-tables.ts';
import type { Call, Route } from './route.ts';
import { required } from './route.ts';

/** Background tasks: list, status, log. */
export const taskRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/nodes/{node}/tasks',
    access: everybody,
    parameters: parameterTables.tasks,
    handle: (call) => taskList(call),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/tasks/{upid}/status',
    access: everybody,
    parameters: parameterTables.task,
    handle: (call) => {
      const task = theTask(call);
      return {
        data: {
          ...head(task),
          status: task.endedAt === undefined ? 'running' : 'stopped',
          ...(task.exitStatus !== undefined && { exitstatus: task.exitStatus }),
        },
      };
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/tasks/{upid}/log',
    access: everybody,
    parameters: parameterTables.taskLog,
    handle: (call) => {
      const { log } = theTask(call);
      const start = Number(call.parameters['start'] ?? '0');
      const limit = Number(call.parameters['limit'] ?? '50');
      if (log.length === 0) return { data: [{ n: 1, t: 'no content' }], total: 1 };
      return {
        data: log.slice(start, start + limit).map((line, index) => ({ n: start + index + 1, t: line })),
        total: log.length,
      };
    },
  },
];

const theTask = (call: Call): LabTask => {
  const task = call.world.tasks.find(required(call, 'upid'));
  if (task?.node !== required(call, 'node')) throw wrongParameters({ upid: 'no such task' });
  return task;
};

/** A token's tasks are shown under its user, the token beside it. */
const head = (task: LabTask): Readonly<Record<string, unknown>> => {
  const [user = '', token] = task.user.split('!');
  return {
    upid: task.upid,
    node: task.node,
    pid: task.pid,
    pstart: task.pstart,
    starttime: Math.floor(task.startedAt / 1000),
    type: task.type,
    id: task.id,
    user,
    ...(token !== undefined && { tokenid: token }),
  };
};

const taskList = (call: Call): Readonly<{ data: unknown; total: number }> => {
  const { source = 'archive', vmid, typefilter, userfilter, since, until, errors } = call.parameters;
  const found = call.world.tasks.list().filter(
    (task) =>
      task.node === call.parameters['node'] &&
      (source !== 'archive' || task.endedAt !== undefined) &&
      // The list of active tasks keeps those that have just ended for a while.
      (source !== 'active' || task.endedAt === undefined || Date.now() - task.endedAt < 10_000) &&
      (vmid === undefined || task.id === vmid) &&
      (typefilter === undefined || task.type === typefilter) &&
      (userfilter === undefined || task.user.includes(userfilter)) &&
      (since === undefined || task.startedAt >= Number(since) * 1000) &&
      (until === undefined || task.startedAt <= Number(until) * 1000) &&
      (errors !== '1' || (task.exitStatus !== undefined && task.exitStatus !== 'OK')),
  );
  const start = Number(call.parameters['start'] ?? '0');
  const limit = Number(call.parameters['limit'] ?? '50');
  return {
    data: found.slice(start, start + limit).map((task) => ({
      ...head(task),
      ...(task.endedAt !== undefined && { endtime: Math.floor(task.endedAt / 1000), status: task.exitStatus }),
    })),
    total: found.length,
  };
};
