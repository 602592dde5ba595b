import { withKeys } from '../../../domain/provisioning/authorized-keys.ts';
import type { CommandResult, GuestRef, Hypervisor } from '../../ports/hypervisor.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import type { StepEffect } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import { guestOf } from './guest-spec.ts';
import type { ProvisioningDependencies } from './provisioning-dependencies.ts';
import { readProvisioningInput } from './provisioning-input.ts';
import { ensureItRuns } from './run-guest.ts';

const folder = '/root/.ssh';
const file = `${folder}/authorized_keys`;
const draft = `${file}.netsoc-cloud`;

/** Lets the owner in over SSH: adds their public keys from the directory to root's, and keeps those that are there. */
export const installKeys = (dependencies: ProvisioningDependencies): StepEffect => ({
  perform: async (call) => {
    const { hypervisor } = dependencies;
    const guest = guestOf(call.process());
    if (guest.kind === 'vps') {
      await call.progress({}, ['A virtual machine gets its keys from cloud-init.']);
      return {};
    }
    const { owner } = readProvisioningInput(call.process());
    const keys = await keysOf(dependencies, owner, call.now());
    if (keys.length === 0) {
      await call.progress({}, ['The owner has no SSH keys in the directory; none were installed.']);
      return { keys: 0 };
    }
    await ensureItRuns(dependencies, call);
    const added = await addKeys(hypervisor, guest, keys);
    await call.progress({}, [added ? `Installed ${counted(keys.length)}.` : `${counted(keys.length)} already there.`]);
    return { keys: keys.length };
  },
});

/** The keys of this very person: a username that meanwhile belongs to somebody else opens no door. */
const keysOf = async (
  { log, directory, accountIdOf }: ProvisioningDependencies,
  accountId: string,
  now: string,
): Promise<readonly string[]> => {
  const { phase, particulars } = await loadAccount(log, accountId);
  const person = phase === 'active' ? await directory.findByUsername(particulars.username) : undefined;
  if (person === undefined || person.disabled) return [];
  return (await accountIdOf(person, now)) === accountId ? person.sshKeys : [];
};

/**
 * One program per call and keys on stdin only: no shell reads what a person has written.
 * The file is replaced in one move, so nobody ever meets half of it.
 */
const addKeys = async (hypervisor: Hypervisor, guest: GuestRef, keys: readonly string[]): Promise<boolean> => {
  const run = async (argv: readonly string[], stdin?: string): Promise<CommandResult> => {
    const result = await hypervisor.runInside(guest, argv, stdin);
    if (result.exitCode !== 0) {
      throw new StepFailure('rejected', `\`${argv.join(' ')}\` failed in the guest: ${result.stderr.trim()}`);
    }
    return result;
  };
  await run(['mkdir', '-p', '-m', '700', folder]);
  const exists = (await hypervisor.runInside(guest, ['test', '-f', file])).exitCode === 0;
  const wanted = withKeys(exists ? (await run(['cat', file])).stdout : '', keys);
  if (wanted === undefined) return false;
  await run(['tee', draft], wanted);
  await run(['chmod', '600', draft]);
  await run(['mv', '-f', draft, file]);
  return true;
};

const counted = (keys: number): string => `${String(keys)} SSH ${keys === 1 ? 'key' : 'keys'}`;
