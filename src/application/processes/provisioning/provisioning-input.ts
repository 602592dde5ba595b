import type { InstanceKind } from '../../../domain/instance/instance-events.ts';
import type { StepFacts } from '../../../domain/process/process-events.ts';
import { stepOf } from '../../../domain/process/process-state.ts';
import type { ProcessState } from '../../../domain/process/process-state.ts';
import type { ProvisioningStep } from '../../../domain/provisioning/provisioning-steps.ts';
import type { EventLog } from '../../ports/event-log.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';

/** What a provisioning knows from the start; nothing personal. */
export type ProvisioningInput = Readonly<{
  owner: string;
  kind: InstanceKind;
  templateId: string;
  hostname: string;
  cores: number;
  memoryMiB: number;
  diskGiB: number;
  swapMiB: number;
}>;

/** The approved request, as the process keeps it; undefined when the instance waits for no provisioning. */
export const provisioningInputFor =
  (log: EventLog) =>
  async (instanceId: string): Promise<StepFacts | undefined> => {
    const instance = await loadInstance(log, instanceId);
    if (instance.status !== 'provisioning') return undefined;
    const { owner, kind, templateId, hostname, resources } = instance;
    return { owner, kind, templateId, hostname, ...resources } satisfies ProvisioningInput;
  };

/** Reads what {@link provisioningInputFor} wrote. */
export const readProvisioningInput = ({ input }: ProcessState): ProvisioningInput => ({
  owner: textIn(input, 'owner'),
  kind: textIn(input, 'kind') === 'vps' ? 'vps' : 'lxc',
  templateId: textIn(input, 'templateId'),
  hostname: textIn(input, 'hostname'),
  cores: numberIn(input, 'cores'),
  memoryMiB: numberIn(input, 'memoryMiB'),
  diskGiB: numberIn(input, 'diskGiB'),
  swapMiB: numberIn(input, 'swapMiB'),
});

/** What earlier steps found out. */
export const factsOf = (process: ProcessState, step: ProvisioningStep): StepFacts => stepOf(process, step)?.facts ?? {};

/** @throws Error when the process has not come that far: a broken invariant */
export const textIn = (facts: StepFacts, name: string): string => {
  const value = facts[name];
  if (typeof value !== 'string') throw new Error(`the process does not know its ${name}`);
  return value;
};

/** @throws Error when the process has not come that far: a broken invariant */
export const numberIn = (facts: StepFacts, name: string): number => {
  const value = facts[name];
  if (typeof value !== 'number') throw new Error(`the process does not know its ${name}`);
  return value;
};
