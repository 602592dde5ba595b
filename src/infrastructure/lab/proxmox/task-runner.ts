import type { DurableDocument } from '../state/durable-document.ts';
import type { ClusterState, LabTask } from './cluster-state.ts';

type TaskPlan = Readonly<{
  node: string;
  type: string;
  /** What the task is filed under, mostly a vmid. */
  id: string;
  user: string;
  /** Written one by one over the task's time. */
  lines: readonly string[];
  milliseconds: number;
  /** The effect, at the end. What it throws becomes the exit status. */
  perform: () => void;
  /** Takes back what the start of the task has put there. */
  giveUp?: () => void;
}>;

export type TaskRunnerOptions = Readonly<{
  document: DurableDocument<ClusterState>;
  /** Factor on the time of the tasks that start now; 0 makes them immediate. */
  slowness: () => number;
  /** Exit status that a task of this type is to end with instead of its effect. */
  plannedFailure: (type: string) => string | undefined;
  /** Resolves when the world is not frozen. */
  thawed: () => Promise<void>;
}>;

export type TaskRunner = Readonly<{
  /** Starts a task and returns its UPID. */
  start: (plan: TaskPlan) => string;
  find: (upid: string) => LabTask | undefined;
  list: () => readonly LabTask[];
  /** What the host's boot leaves of the tasks that were running: ended, with no effect, nothing tidied up. */
  loseRunning: () => void;
}>;

const remembered = 1000;

/** Runs background tasks as Proxmox does: they survive their caller, not their host. */
export const createTaskRunner = (options: TaskRunnerOptions): TaskRunner => {
  const { document } = options;
  const timers = new Set<NodeJS.Timeout>();
  /** Tasks of an earlier life must not go on in this one. */
  let life = 0;

  const after = (milliseconds: number, act: () => void): void => {
    const begun = life;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void options.thawed().then(() => {
        if (begun === life) act();
      });
    }, milliseconds);
    timers.add(timer);
  };

  const change = (upid: string, update: (task: LabTask) => LabTask): void => {
    document.change((state) => ({
      ...state,
      tasks: state.tasks.map((task) => (task.upid === upid ? update(task) : task)),
    }));
  };

  const finish = (upid: string, plan: TaskPlan): void => {
    let exitStatus = options.plannedFailure(plan.type) ?? 'OK';
    if (exitStatus === 'OK' || exitStatus.startsWith('WARNINGS')) {
      try {
        plan.perform();
      } catch (error) {
        exitStatus = error instanceof Error ? error.message : String(error);
      }
    }
    const succeeded = exitStatus === 'OK' || exitStatus.startsWith('WARNINGS');
    if (!succeeded) plan.giveUp?.();
    change(upid, (task) => ({
      ...task,
      endedAt: Date.now(),
      exitStatus,
      log: [...task.log, succeeded ? `TASK ${exitStatus}` : `TASK ERROR: ${exitStatus}`],
    }));
  };

  return {
    start: (plan) => {
      const startedAt = Date.now();
      const pid = document.read().lastPid + 1;
      const pstart = Math.floor(startedAt / 10) % 0x7fffffff;
      const upid = `UPID:${plan.node}:${hexadecimal(pid)}:${hexadecimal(pstart)}:${hexadecimal(
        Math.floor(startedAt / 1000),
      )}:${plan.type}:${plan.id}:${plan.user}:`;
      document.change((state) => ({
        ...state,
        lastPid: pid,
        tasks: [
          { upid, node: plan.node, type: plan.type, id: plan.id, user: plan.user, pid, pstart, startedAt, log: [] },
          ...state.tasks.slice(0, remembered - 1),
        ],
      }));
      const milliseconds = plan.milliseconds * options.slowness();
      // Lines that fall into the same moment are written together: fewer writes, the same picture.
      const steps = Math.min(plan.lines.length, 4);
      for (let step = 0; step < steps; step += 1) {
        const part = plan.lines.slice(
          Math.floor((step * plan.lines.length) / steps),
          Math.floor(((step + 1) * plan.lines.length) / steps),
        );
        after((milliseconds * (step + 0.5)) / steps, () => {
          change(upid, (task) => ({ ...task, log: [...task.log, ...part] }));
        });
      }
      after(milliseconds, () => finish(upid, plan));
      return upid;
    },

    find: (upid) => document.read().tasks.find((task) => task.upid === upid),
    list: () => document.read().tasks,

    loseRunning: () => {
      life += 1;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      const running = document.read().tasks.some((task) => task.endedAt === undefined);
      if (!running) return;
      document.change((state) => ({
        ...state,
        tasks: state.tasks.map((task) =>
          task.endedAt === undefined ? { ...task, endedAt: Date.now(), exitStatus: 'unexpected status' } : task,
        ),
      }));
    },
  };
};

const hexadecimal = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
