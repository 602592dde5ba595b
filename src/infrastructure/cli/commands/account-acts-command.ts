import { received } from '../../http/contract/accounts.ts';
import { accepted } from '../../http/contract/instances.ts';
import type { CliContext } from '../context.ts';
import { operatorClient } from '../operator-client.ts';
import { printJson } from '../terminal.ts';
import { namedAccount } from './named-account.ts';

export type DisableOptions = Readonly<{ reason: string; instances: 'stay' | 'stop' }>;

/** Takes an account out of use, with a reason that the person reads. @throws CommandFailure `refused` in the rules' words */
export const disableAccount = async (context: CliContext, named: string, options: DisableOptions): Promise<void> => {
  const client = operatorClient(context.dataFolder);
  const { id } = await namedAccount(client, named);
  const outcome = await client.post(`/v1/accounts/${id}/disable`, accepted, options);
  if (context.json) printJson(context.terminal, outcome);
  else {
    const instances = options.instances === 'stop' ? 'Their instances are stopped.' : 'Their instances go on running.';
    context.terminal.out(`${named} is disabled. ${instances}\n`);
  }
};

/** @throws CommandFailure `refused` in the rules' words */
export const enableAccount = async (context: CliContext, named: string): Promise<void> => {
  const client = operatorClient(context.dataFolder);
  const { id } = await namedAccount(client, named);
  const outcome = await client.post(`/v1/accounts/${id}/enable`, accepted);
  if (context.json) printJson(context.terminal, outcome);
  else context.terminal.out(`${named} is enabled. Instances that were stopped with the account start again.\n`);
};

/** Sends the mail of a waiting sign-up once more. @throws CommandFailure `refused` when none waits */
export const resendVerification = async (context: CliContext, named: string): Promise<void> => {
  const client = operatorClient(context.dataFolder);
  const { id } = await namedAccount(client, named);
  const outcome = await client.post(`/v1/accounts/${id}/resend-verification`, received);
  if (context.json) printJson(context.terminal, outcome);
  else context.terminal.out(`${outcome.message}\n`);
};
