import type { Hypervisor, TaskRef } from '../../ports/hypervisor.ts';
import type { StepCall } from '../kernel/step-effect.ts';

/** How a task ended: `vanished` when the node no longer knows it. */
export type TaskEnd =
  Readonly<{ end: 'succeeded' }> | Readonly<{ end: 'failed'; exitStatus: string }> | Readonly<{ end: 'vanished' }>;

type Watching = Readonly<{
  hypervisor: Hypervisor;
  call: StepCall;
  /** Between two looks once the task has shown that it takes its time. Default: 1000. */
  pollMilliseconds: number | undefined;
}>;

/** Most tasks are over in a moment, so the first looks come quickly. */
const firstPollMilliseconds = 100;

/**
 * Has a task done and watches it to its end. Its UPID is stored under `name` before it is watched, so after a crash the
 * same task is watched on, and its log lines are stored exactly once.
 * @param ask starts the task; undefined when there is nothing to do
 */
export const runTask = async (
  watching: Watching,
  name: string,
  ask: () => Promise<TaskRef | undefined>,
): Promise<TaskEnd | undefined> => {
  const { call } = watching;
  const stored = call.facts()[name];
  if (typeof stored === 'string') return followTask(watching, name, stored);
  const task = await ask();
  if (task === undefined) return undefined;
  await call.progress({ [name]: task.upid, [linesOf(name)]: 0 });
  return followTask(watching, name, task.upid);
};

/** The next call of {@link runTask} under this name asks anew. */
export const forgetTask = (call: StepCall, name: string): Promise<void> => call.progress({ [name]: null });

/** How many lines of a task's log are stored already. */
const linesOf = (name: string): string => `${name}Lines`;

/** Watches a task to its end and stores its log as it grows. */
const followTask = async (watching: Watching, name: string, upid: string): Promise<TaskEnd> => {
  const { hypervisor, call, pollMilliseconds = 1_000 } = watching;
  for (let wait = firstPollMilliseconds; ; wait = Math.min(wait * 1.5, pollMilliseconds)) {
    // The state first: what is logged before the end is then never missed.
    const state = await hypervisor.task({ upid });
    if (state.state === 'vanished') return { end: 'vanished' };
    await storeNewLines(watching, name, upid);
    if (state.state === 'succeeded') return { end: 'succeeded' };
    if (state.state === 'failed') return { end: 'failed', exitStatus: state.exitStatus };
    await call.pause(Math.min(wait, pollMilliseconds));
  }
};

const storeNewLines = async ({ hypervisor, call }: Watching, name: string, upid: string): Promise<void> => {
  const stored = call.facts()[linesOf(name)];
  const from = typeof stored === 'number' ? stored : 0;
  const lines = await hypervisor.taskLog({ upid }, from);
  if (lines.length > 0) await call.progress({ [linesOf(name)]: from + lines.length }, lines);
};
