import type { CommandResult } from '../../../application/ports/hypervisor.ts';
import { withOptions } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { runProgram } from './guest-programs.ts';
import { shellWords } from './shell-words.ts';

const failure = (stderr: string, exitCode: number): CommandResult => ({ exitCode, stdout: '', stderr: `${stderr}\n` });

/**
 * A command line that came over SSH: `pct exec <vmid> -- …` and `pct unlock <vmid>` (source: pct(1)).
 * One door leads to every node of the lab, so a container's own node is not asked for.
 */
export const runCommandLine = (cluster: Cluster, line: string, stdin: string): CommandResult => {
  let words: readonly string[];
  try {
    words = shellWords(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return failure(`bash: the lab refuses a line that a shell would act on: ${error.message}`, 2);
  }
  const [program = '', verb = '', id = '', separator, ...argv] = words;
  if (program !== 'pct') return failure(`bash: line 1: ${program}: command not found`, 127);
  if (!/^[1-9]\d{2,8}$/.test(id)) return failure('400 Parameter verification failed.\nvmid: type check failed', 255);
  const guest = cluster.find(Number(id));
  if (guest?.type !== 'lxc') return failure(`Configuration file 'nodes/pve1/lxc/${id}.conf' does not exist`, 2);
  switch (verb) {
    case 'unlock':
      cluster.put(withOptions(guest, { lock: undefined }));
      return { exitCode: 0, stdout: '', stderr: '' };
    case 'exec': {
      if (separator !== '--') return failure('the lab wants pct exec <vmid> -- <command>', 255);
      if (guest.runningSince === undefined) return failure(`container '${id}' not running!`, 255);
      const { guest: after, result } = runProgram(guest, argv, stdin);
      if (after !== guest) cluster.put(after);
      return result;
    }
    default:
      return failure(`ERROR: unknown command 'pct ${verb}'`, 255);
  }
};
