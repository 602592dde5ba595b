import type { z } from 'zod';
import { account, accountList } from '../../http/contract/accounts.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import type { OperatorClient } from '../operator-client.ts';

export type Account = Readonly<z.infer<typeof account>>;

const isId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** A username belongs to one account at a time; sign-ups that came to nothing may have had it before. */
const isOver = ({ state }: Account): boolean => ['turned-away', 'lapsed', 'erased'].includes(state);

/**
 * The account of an id or a username; of accounts that had a username, the one that has it now.
 * @throws CommandFailure `refused` when there is none, `usage` when it does not say which
 */
export const namedAccount = async (client: Pick<OperatorClient, 'get'>, named: string): Promise<Account> => {
  if (isId(named)) return client.get(`/v1/accounts/${named.toLowerCase()}`, account);
  const query = new URLSearchParams({ search: named, limit: '1000' });
  const { items } = await client.get(`/v1/accounts?${query.toString()}`, accountList);
  const holders = items.filter(({ username }) => username === named);
  const present = holders.filter((holder) => !isOver(holder));
  const candidates = present.length > 0 ? present : holders;
  const [found] = candidates;
  if (found === undefined) throw new CommandFailure(exitCode.refused, `There is no account ${named}.`);
  if (candidates.length > 1) {
    const ids = candidates.map(({ id, state }) => `${id} (${state})`).join(', ');
    throw new CommandFailure(exitCode.usage, `Several accounts had the username ${named}; name one by its id: ${ids}`);
  }
  return found;
};
