import type { TaskRef, TaskState } from '../../application/ports/hypervisor.ts';
import { settledLine } from './log-line.ts';
import { hypervisorError, saysRejected } from './proxmox-failure.ts';
import type { ProxmoxClient } from './proxmox-client.ts';
import { parseUpid } from './upid.ts';
import { taskLogReply, taskStatusReply } from './wire-schemas.ts';

const pageSize = 500;

/** Follows background tasks; each is asked of the node that its UPID names. */
export const createTaskApi = (client: ProxmoxClient) => {
  const pathOf = (task: TaskRef, doing: string): string => {
    const upid = parseUpid(task.upid);
    if (upid === undefined) throw hypervisorError('rejected', doing, `not a task id: ${task.upid}`);
    return `/nodes/${upid.node}/tasks/${encodeURIComponent(task.upid)}`;
  };

  const state = async (task: TaskRef): Promise<TaskState> => {
    const doing = 'follow a task';
    try {
      const reply = await client.send({
        method: 'GET',
        path: `${pathOf(task, doing)}/status`,
        reply: taskStatusReply,
        doing,
      });
      return reply.status === 'running' ? { state: 'running' } : ended(reply.exitstatus ?? 'unexpected status');
    } catch (error) {
      if (saysRejected(error, /no such task/)) return { state: 'vanished' };
      throw error;
    }
  };

  const log = async (task: TaskRef, fromLine: number): Promise<readonly string[]> => {
    const doing = 'read the log of a task';
    const lines: string[] = [];
    for (;;) {
      const page = await client.send({
        method: 'GET',
        path: `${pathOf(task, doing)}/log`,
        parameters: { start: fromLine + lines.length, limit: pageSize },
        reply: taskLogReply,
        doing,
      });
      // Proxmox sends one numbered line with these words for an empty log and past the end of any other.
      const real = page.filter((line) => line.t !== 'no content');
      lines.push(...real.map((line) => settledLine(line.t ?? '')));
      if (real.length < pageSize) return lines;
    }
  };

  return { state, log };
};

/** `WARNINGS: 2` is a success with remarks in the log. */
const ended = (exitStatus: string): TaskState => {
  if (exitStatus === 'OK') return { state: 'succeeded', warnings: false };
  if (/^WARNINGS: \d+$/.test(exitStatus)) return { state: 'succeeded', warnings: true };
  return { state: 'failed', exitStatus };
};
