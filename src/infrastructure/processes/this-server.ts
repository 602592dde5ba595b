import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { v4 } from 'uuid';
import type { LeaseHolder } from '../../application/processes/lease/lease-decider.ts';

/** This run of this server, as other servers (and the next run) tell it from others. */
export const thisServer = (): LeaseHolder => ({
  id: v4(),
  host: hostOf(),
  pid: process.pid,
  bootId: bootId(),
  startedAt: startOf(process.pid),
});

/**
 * True only when the holder ran on this host and is certainly gone: the host has booted since, no process has its pid,
 * or a later process has. False whenever that can not be told.
 */
export const isDead = (holder: LeaseHolder): boolean => {
  if (holder.host !== hostOf()) return false;
  if (holder.bootId !== bootId()) return true;
  if (!exists(holder.pid) || isZombie(holder.pid)) return true;
  const startedAt = startOf(holder.pid);
  return startedAt !== undefined && holder.startedAt !== undefined && startedAt !== holder.startedAt;
};

/** Rejects with the signal's reason when it aborts. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await delay(milliseconds, undefined, { signal });
};

/** Host and pid namespace: containers of one host, even of one name, do not see each other's processes. */
const hostOf = (): string => [hostname(), readOrNothing(() => readlinkSync('/proc/self/ns/pid'))].join(' ').trim();

const bootId = (): string | undefined =>
  readOrNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());

/** Field 22 of `/proc/<pid>/stat`: ticks since boot. */
const startOf = (pid: number): string | undefined => statOf(pid)?.[19];

/** Killed, and not yet buried by its parent. */
const isZombie = (pid: number): boolean => statOf(pid)?.[0] === 'Z';

/** Fields of `/proc/<pid>/stat` from the third on (proc_pid_stat(5)); the name in the second may hold spaces. */
const statOf = (pid: number): readonly string[] | undefined => {
  const stat = readOrNothing(() => readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and is somebody else's.
    return codeOf(error) !== 'ESRCH';
  }
};

/** Systems without /proc tell none of this. */
const readOrNothing = (read: () => string): string | undefined => {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) !== undefined) return undefined;
    throw error;
  }
};

/** `ENOENT`, `ESRCH` … of a system call that failed. */
const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
