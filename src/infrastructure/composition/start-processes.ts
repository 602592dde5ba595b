import type { ProcessCommands } from '../http/api-services.ts';
import type { Parts } from './registrations.ts';

export type RunningProcesses = Readonly<{
  role: () => 'leader' | 'standby' | 'stopped';
  commands: ProcessCommands;
  stop: () => Promise<void>;
}>;

export const startProcesses = (all: Parts): RunningProcesses => {
  void all;
  return {
    role: () => 'stopped',
    commands: {
      retry: () => Promise.reject(new Error('no processes yet')),
      abandon: () => Promise.reject(new Error('no processes yet')),
    },
    stop: () => Promise.resolve(),
  };
};
