import { z } from 'zod';
import type { ApiServices } from '../api-services.ts';
import type { Caller } from '../caller.ts';
import { commandContextOf } from '../command-context-of.ts';
import { waitUntilConsistent } from '../consistency.ts';
import { account, accountList, accountStateQuery, disableAccount, received } from '../contract/accounts.ts';
import { history } from '../contract/history.ts';
import { notFound } from '../http-problem.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { accountsOf, isInState, matches } from './account-views.ts';
import { historyOf } from './names.ts';
import { acceptedReplies, acceptedReply, commandCaller } from './replies.ts';

const accountId = z.object({ id: z.uuid() });

/** What admins see and do of the accounts of others. */
export const accountRoutes = (services: ApiServices): readonly Route[] => {
  const { clock, questions, useCases } = services;

  const shown = async (id: string, caller: Caller) => {
    const row = questions.accounts.find(id);
    const [found] = row === undefined ? [] : await accountsOf(services, [row], caller);
    if (found === undefined) throw notFound('account');
    return found;
  };

  return [
    defineRoute({
      method: 'get',
      path: '/v1/accounts',
      operation: 'listAccounts',
      summary: 'Accounts, newest first',
      tag: 'Accounts',
      access: ['admin', 'auditor'],
      query: z.strictObject({
        search: z.string().max(100).optional().describe('Part of a username, name, e-mail address or id.'),
        state: accountStateQuery.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
      replies: { 200: { description: 'Accounts; `total` counts all that match.', schema: accountList } },
      handle: async ({ query, caller, request }) => {
        await waitUntilConsistent(services, request, 'account-list', 'instance-list');
        const all = await accountsOf(services, questions.accounts.all(), caller);
        const found = all.filter((one) => matches(one, query.search ?? '') && isInState(one, query.state));
        return { status: 200, body: { items: found.slice(0, query.limit), total: found.length } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/accounts/{id}',
      operation: 'getAccount',
      summary: 'One account with what may be done with it',
      tag: 'Accounts',
      access: ['admin', 'auditor'],
      params: accountId,
      replies: { 200: { description: 'The account; its ETag is its revision.', schema: account } },
      handle: async ({ params, caller, request }) => {
        await waitUntilConsistent(services, request, 'account-list', 'instance-list');
        const body = await shown(params.id, caller);
        return { status: 200, headers: { ETag: `"${String(body.revision)}"` }, body };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/accounts/{id}/history',
      operation: 'getAccountHistory',
      summary: 'What happened to an account, oldest first',
      tag: 'Accounts',
      access: ['admin', 'auditor'],
      params: accountId,
      replies: { 200: { description: 'History.', schema: history } },
      handle: async ({ params, request }) => {
        await waitUntilConsistent(services, request, 'audit-log', 'account-list', 'people');
        if (questions.accounts.find(params.id) === undefined) throw notFound('account');
        return { status: 200, body: { items: await historyOf(services, questions.audit.ofAccount(params.id)) } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/accounts/{id}/disable',
      operation: 'disableAccount',
      summary: 'Disable an account, with a reason that the person reads',
      tag: 'Accounts',
      access: ['admin'],
      params: accountId,
      body: disableAccount,
      replies: acceptedReplies,
      handle: async ({ params, body, caller, request }) => {
        const context = commandContextOf(`disableAccount ${params.id}`, caller, request, clock);
        const outcome = await useCases.accounts.standing.disable(
          { accountId: params.id, ...body },
          commandCaller(caller),
          context,
        );
        return acceptedReply(outcome, '/v1/accounts');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/accounts/{id}/enable',
      operation: 'enableAccount',
      summary: 'Enable an account again',
      tag: 'Accounts',
      access: ['admin'],
      params: accountId,
      replies: acceptedReplies,
      handle: async ({ params, caller, request }) => {
        const context = commandContextOf(`enableAccount ${params.id}`, caller, request, clock);
        const outcome = await useCases.accounts.standing.enable(
          { accountId: params.id },
          commandCaller(caller),
          context,
        );
        return acceptedReply(outcome, '/v1/accounts');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/accounts/{id}/resend-verification',
      operation: 'resendVerification',
      summary: 'Send the mail of a waiting sign-up once more',
      tag: 'Accounts',
      access: ['admin'],
      params: accountId,
      replies: { 202: { description: 'At most three an hour are sent.', schema: received } },
      handle: async ({ params, caller, request }) => {
        const context = commandContextOf(`resendVerification ${params.id}`, caller, request, clock);
        await useCases.accounts.resendVerification({ accountId: params.id }, commandCaller(caller), context);
        return { status: 202, body: { message: 'A new link is on its way, unless three are already.' } };
      },
    }),
  ];
};
