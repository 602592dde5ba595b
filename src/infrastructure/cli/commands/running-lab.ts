import { readManifest } from '../../lab/manifest-file.ts';
import type { LabManifest } from '../../lab/manifest.ts';
import { LabControlError } from '../../lab/lab-client.ts';
import { readServerRecord } from '../../operator/server-record.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';

/** Whether a process of this number lives. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // ESRCH: no such process; EPERM: it lives and belongs to somebody else.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
};

/** @throws CommandFailure `refused` where servers are real, `notRunning` when no lab runs in the data folder */
export const runningLab = (context: CliContext): LabManifest => {
  const server = readServerRecord(context.dataFolder);
  if (context.configurationFile !== undefined || (server?.mode === 'configured' && isAlive(server.pid))) {
    throw new CommandFailure(exitCode.refused, 'This installation has real servers: lab commands are not for it.');
  }
  const manifest = readManifest(context.dataFolder);
  if (manifest === undefined || !isAlive(manifest.pid)) {
    throw new CommandFailure(exitCode.notRunning, `No lab runs in ${context.dataFolder}. Start it: npm start`);
  }
  return manifest;
};

/** @throws CommandFailure `refused` with the lab's own sentence, `notRunning` when it does not answer */
export const asking = async <Result>(ask: Promise<Result>): Promise<Result> => {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof LabControlError) {
      throw new CommandFailure(exitCode.refused, `${error.message}.`, { cause: error });
    }
    // fetch: refused, dropped or timed out.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) {
      throw new CommandFailure(exitCode.notRunning, 'The lab does not answer.', { cause: error });
    }
    throw error;
  }
};
