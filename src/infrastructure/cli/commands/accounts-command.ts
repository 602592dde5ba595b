import { accountList } from '../../http/contract/accounts.ts';
import { history } from '../../http/contract/history.ts';
import { oneLine } from '../../outbound/one-line.ts';
import type { CliContext } from '../context.ts';
import { operatorClient } from '../operator-client.ts';
import { printJson, printTable } from '../terminal.ts';
import { namedAccount } from './named-account.ts';
import type { Account } from './named-account.ts';

export type AccountListOptions = Readonly<{
  /** Part of a username, name, e-mail address or id. */
  search?: string;
  state?: 'waiting' | 'active' | 'disabled' | 'erased';
}>;

/** As many as the API gives at once. */
const mostListed = 1000;

const stateOf = ({ state, disabled }: Account): string => (disabled ? 'disabled' : state);

/** Who has an account, newest first. */
export const listAccounts = async (context: CliContext, options: AccountListOptions): Promise<void> => {
  const query = new URLSearchParams({ limit: String(mostListed) });
  if (options.search !== undefined) query.set('search', options.search);
  if (options.state !== undefined) query.set('state', options.state);
  const found = await operatorClient(context.dataFolder).get(`/v1/accounts?${query.toString()}`, accountList);
  if (context.json) {
    printJson(context.terminal, found);
    return;
  }
  printTable(
    context.terminal,
    ['USERNAME', 'STATE', 'E-MAIL', 'NAME', 'INSTANCES', 'SINCE', 'ID'],
    found.items.map((account) => [
      oneLine(account.username),
      stateOf(account),
      oneLine(account.email),
      oneLine(account.displayName),
      String(account.instances),
      account.since,
      account.id,
    ]),
  );
  if (found.items.length < found.total) {
    context.terminal.err(`${String(found.total - found.items.length)} more: search for less.\n`);
  }
};

const factsOf = (account: Account): readonly (readonly [string, string])[] => [
  ['Username', account.username],
  ['State', stateOf(account)],
  ...(account.disabledReason === null ? [] : [['Reason', account.disabledReason] as const]),
  ...(account.erasureDueAt === null ? [] : [['Erasure', account.erasureDueAt] as const]),
  ['E-mail', account.email],
  ['Name', account.displayName],
  ['Instances', String(account.instances)],
  ['Since', account.since],
  ['Id', account.id],
];

/** One account and everything that happened to it, oldest first. */
export const showAccount = async (context: CliContext, named: string): Promise<void> => {
  const client = operatorClient(context.dataFolder);
  const account = await namedAccount(client, named);
  const { items } = await client.get(`/v1/accounts/${account.id}/history`, history);
  if (context.json) {
    printJson(context.terminal, { ...account, history: items });
    return;
  }
  for (const [name, value] of factsOf(account)) context.terminal.out(`${`${name}:`.padEnd(10)} ${oneLine(value)}\n`);
  context.terminal.out('\n');
  printTable(
    context.terminal,
    ['AT', 'BY', 'WHAT'],
    items.map(({ at, actor, summary }) => [at, oneLine(`${actor.type} ${actor.name}`), oneLine(summary)]),
  );
};
