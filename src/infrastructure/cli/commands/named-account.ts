import type { z } from 'zod';
import { account, accountList } from '../../http/contract/accounts.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import type { OperatorClient } from '../operator-client.ts';

export type Account = Readonly<z.infer<typeof account>>;

const isId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/**
 * The account of an id or a username. A name that passed from one person to another in FreeIPA stands with both until the first
 * signs in again.
 * @throws CommandFailure `refused` when there is none, `usage` when it does not say which
 */
export const namedAccount = async (client: Pick<OperatorClient, 'get'>, named: string): Promise<Account> => {
  if (isId(named)) return client.get(`/v1/accounts/${named.toLowerCase()}`, account);
  const query = new URLSearchParams({ search: named, limit: '1000' });
  const { items } = await client.get(`/v1/accounts?${query.toString()}`, accountList);
  const [found, ...others] = items.filter(({ username }) => username === named);
  if (found === undefined) throw new CommandFailure(exitCode.refused, `There is no account ${named}.`);
  if (others.length > 0) {
    const ids = [found, ...others].map(({ id, state }) => `${id} (${state})`).join(', ');
    throw new CommandFailure(exitCode.usage, `Several accounts have the username ${named}; name one by its id: ${ids}`);
  }
  return found;
};
