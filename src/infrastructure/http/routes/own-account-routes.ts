import { z } from 'zod';
import type { ChangeOutcome, Self } from '../../../application/use-cases/accounts/profile-changes.ts';
import { pendingEmailAt } from '../../../projections/account-list/index.ts';
import type { ApiServices } from '../api-services.ts';
import type { Caller, CallerAccount } from '../caller.ts';
import { commandContextOf } from '../command-context-of.ts';
import { waitForPosition, waitUntilConsistent } from '../consistency.ts';
import {
  changeOutcome,
  changeOwnAccount,
  changePassword,
  erasure,
  requestErasure,
  sessionList,
  sshKeyList,
  sshKeySubmission,
} from '../contract/accounts.ts';
import { history } from '../contract/history.ts';
import { me } from '../contract/people.ts';
import { HttpProblem } from '../http-problem.ts';
import { defineRoute } from '../route.ts';
import type { Reply, RequestFacts, Route } from '../route.ts';
import { exportOf } from './export-document.ts';
import { historyOf } from './names.ts';
import { acceptedReplies, acceptedReply, commandCaller } from './replies.ts';

/** @throws HttpProblem 404 for the operator, who has none */
const accountOf = (caller: Caller): CallerAccount => {
  if (caller.account === undefined) throw new HttpProblem(404, 'not-found', 'The operator has no account.');
  return caller.account;
};

const outcomeReplies = {
  200: { description: 'Made.', schema: changeOutcome },
  202: { description: 'Stored; made as soon as FreeIPA answers.', schema: changeOutcome },
};

/** What people do with their own account. */
export const ownAccountRoutes = (services: ApiServices): readonly Route[] => {
  const { clock, questions, sshKeys, sessions, useCases } = services;

  const selfOf = (caller: Caller): Self => {
    const { id, username } = accountOf(caller);
    return { accountId: id, username };
  };
  const outcomeReply = (self: Pick<Self, 'accountId'>, outcome: ChangeOutcome): Reply => {
    services.forgetPerson(self.accountId);
    return { status: outcome === 'made' ? 200 : 202, body: { outcome } };
  };
  const contextOf = (operation: string, caller: Caller, request: RequestFacts) =>
    commandContextOf(operation, caller, request, clock);

  return [
    defineRoute({
      method: 'get',
      path: '/v1/me',
      operation: 'getMe',
      summary: 'The account behind the token, with its roles',
      tag: 'Own account',
      access: 'signed-in',
      replies: { 200: { description: 'You.', schema: me } },
      handle: async ({ caller, request }) => {
        const account = accountOf(caller);
        await waitUntilConsistent(services, request, 'account-list');
        const row = questions.accounts.find(account.id);
        const pending = row === undefined ? null : pendingEmailAt(row, clock());
        const open = await services.openPersonal([pending]);
        return {
          status: 200,
          body: {
            ...account,
            roles: [...caller.roles],
            groups: [...caller.groups],
            pendingEmail: open(pending),
            erasureDueAt: row?.erasureDueAt ?? null,
          },
        };
      },
    }),
    defineRoute({
      method: 'patch',
      path: '/v1/me',
      operation: 'changeMe',
      summary: 'Change your name, or ask for another e-mail address',
      tag: 'Own account',
      access: 'signed-in',
      body: changeOwnAccount,
      replies: outcomeReplies,
      handle: async ({ body, caller, request }) => {
        const self = selfOf(caller);
        let outcome: ChangeOutcome = 'made';
        if (body.email !== undefined) {
          await useCases.accounts.profile.requestEmailChange(
            self,
            body.email,
            contextOf('changeMe email', caller, request),
          );
        }
        if (body.displayName !== undefined) {
          const context = contextOf('changeMe displayName', caller, request);
          outcome = await useCases.accounts.profile.changeDisplayName(self, body.displayName, context);
        }
        return outcomeReply(self, outcome);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/password',
      operation: 'changePassword',
      summary: 'Change your password; every other session ends',
      tag: 'Own account',
      access: 'signed-in',
      body: changePassword,
      replies: { 200: { description: 'It is changed.', schema: changeOutcome } },
      handle: async ({ body, caller, request }) => {
        const { accountId } = selfOf(caller);
        await useCases.accounts.setPassword(
          { accountId, by: 'owner', ...body },
          contextOf('changePassword', caller, request),
        );
        return { status: 200, body: { outcome: 'made' } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/me/ssh-keys',
      operation: 'listSshKeys',
      summary: 'Your SSH keys, as FreeIPA has them',
      tag: 'Own account',
      access: 'signed-in',
      replies: { 200: { description: 'Keys.', schema: sshKeyList } },
      handle: ({ caller }) => {
        accountOf(caller);
        const items = caller.sshKeys.flatMap((line) => {
          const key = sshKeys.inspect(line);
          return key === undefined
            ? []
            : [{ type: key.type, fingerprint: key.fingerprint, comment: key.comment, bits: key.bits ?? null }];
        });
        return { status: 200, body: { items } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/ssh-keys',
      operation: 'addSshKey',
      summary: 'Add an SSH key',
      tag: 'Own account',
      access: 'signed-in',
      body: sshKeySubmission,
      replies: outcomeReplies,
      handle: async ({ body, caller, request }) => {
        const self = selfOf(caller);
        return outcomeReply(
          self,
          await useCases.accounts.profile.addSshKey(self, body.key, contextOf('addSshKey', caller, request)),
        );
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/v1/me/ssh-keys',
      operation: 'removeSshKey',
      summary: 'Remove the SSH key with a fingerprint',
      tag: 'Own account',
      access: 'signed-in',
      query: z.strictObject({ fingerprint: z.string().min(1).max(100).describe('`SHA256:…`') }),
      replies: outcomeReplies,
      handle: async ({ query, caller, request }) => {
        const self = selfOf(caller);
        const context = contextOf(`removeSshKey ${query.fingerprint}`, caller, request);
        return outcomeReply(self, await useCases.accounts.profile.removeSshKey(self, query.fingerprint, context));
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/me/sessions',
      operation: 'listSessions',
      summary: 'Sessions that used the API since the server started, at most a day ago',
      tag: 'Own account',
      access: 'signed-in',
      replies: { 200: { description: 'Latest first.', schema: sessionList } },
      handle: ({ caller }) => {
        const items = sessions
          .of(accountOf(caller).id)
          .map((session) => ({ ...session, current: session.id === caller.session }));
        return { status: 200, body: { items } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/sessions/end-others',
      operation: 'endOtherSessions',
      summary: 'End every session but this one',
      tag: 'Own account',
      access: 'signed-in',
      replies: acceptedReplies,
      handle: async ({ caller, request }) => {
        accountOf(caller);
        const context = contextOf('endOtherSessions', caller, request);
        return acceptedReply(
          await useCases.accounts.standing.endOtherSessions(commandCaller(caller), context),
          '/v1/accounts',
        );
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/me/history',
      operation: 'getOwnHistory',
      summary: 'What happened to your account, oldest first',
      tag: 'Own account',
      access: 'signed-in',
      replies: { 200: { description: 'History.', schema: history } },
      handle: async ({ caller, request }) => {
        await waitUntilConsistent(services, request, 'audit-log', 'people');
        const entries = questions.audit.ofAccount(accountOf(caller).id);
        return { status: 200, body: { items: await historyOf(services, entries) } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/export',
      operation: 'exportMe',
      summary: 'Everything that is held about you, as one JSON document',
      tag: 'Own account',
      access: 'signed-in',
      replies: { 200: { description: 'Yours to keep.' } },
      handle: async ({ caller, request }) => {
        const account = accountOf(caller);
        const context = contextOf('exportMe', caller, request);
        const { position } = await useCases.accounts.standing.recordExport(commandCaller(caller), context);
        // Nothing of what is stored by now may be missing.
        await waitForPosition(services, position, 'account-list', 'audit-log', 'instance-list', 'instance-detail');
        return {
          status: 200,
          headers: { 'Content-Disposition': `attachment; filename="netsoc-cloud-${account.username}.json"` },
          body: await exportOf(services, account, caller),
        };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/erasure',
      operation: 'requestErasure',
      summary: 'Ask to be erased; there is a time to think better of it',
      tag: 'Own account',
      access: 'signed-in',
      body: requestErasure,
      replies: { 202: { description: 'It begins at that time.', schema: erasure } },
      handle: async ({ body, caller, request }) => {
        accountOf(caller);
        const context = contextOf('requestErasure', caller, request);
        const { dueAt } = await useCases.accounts.standing.requestErasure(body, commandCaller(caller), context);
        return { status: 202, body: { dueAt } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/me/erasure/withdraw',
      operation: 'withdrawErasure',
      summary: 'Think better of being erased',
      tag: 'Own account',
      access: 'signed-in',
      replies: acceptedReplies,
      handle: async ({ caller, request }) => {
        accountOf(caller);
        const context = contextOf('withdrawErasure', caller, request);
        return acceptedReply(
          await useCases.accounts.standing.withdrawErasure(commandCaller(caller), context),
          '/v1/accounts',
        );
      },
    }),
  ];
};
