import { z } from 'zod';
import type { CommandOutcome } from '../../../application/use-cases/command-context.ts';
import type { ApiServices } from '../api-services.ts';
import { seesEverything } from '../caller.ts';
import type { Caller } from '../caller.ts';
import { commandContextOf } from '../command-context-of.ts';
import { waitUntilConsistent } from '../consistency.ts';
import { history } from '../contract/history.ts';
import { instanceDetail, instanceList, refuseRequest, requestInstance, requestList } from '../contract/instances.ts';
import { HttpProblem } from '../http-problem.ts';
import { defineRoute } from '../route.ts';
import type { Reply, Route } from '../route.ts';
import { detailOf, pendingRequestsOf, summariesOf, visibleInstance } from './instance-views.ts';
import { historyOf } from './names.ts';
import { acceptedReplies, acceptedReply, commandCaller } from './replies.ts';

const instanceId = z.object({ id: z.uuid() });

const accepted = (outcome: CommandOutcome): Reply => acceptedReply(outcome, '/v1/instances');

/** Asking for instances, seeing them, deciding on requests. */
export const instanceRoutes = (services: ApiServices): readonly Route[] => {
  const { useCases, questions, clock } = services;

  /** A member learns nothing of instances of others, not even that they exist. */
  const hideFromOthers = async (id: string, caller: Caller, act: () => Promise<CommandOutcome>): Promise<Reply> => {
    try {
      return accepted(await act());
    } catch (error) {
      const owner = questions.instances.find(id)?.ownerId;
      if (!seesEverything(caller) && owner !== undefined && owner !== caller.account?.id) {
        throw new HttpProblem(404, 'not-found', 'There is no such instance.', { cause: error });
      }
      throw error;
    }
  };

  return [
    defineRoute({
      method: 'post',
      path: '/v1/instances',
      operation: 'requestInstance',
      summary: 'Ask for an instance',
      tag: 'Instances',
      access: ['member', 'admin'],
      body: requestInstance,
      replies: acceptedReplies,
      handle: async ({ body, caller, request }) => {
        if (caller.account === undefined) {
          throw new HttpProblem(403, 'account-needed', 'Only somebody with an account can own an instance.');
        }
        const context = commandContextOf('requestInstance', caller, request, clock);
        return accepted(await useCases.requestInstance(body, commandCaller(caller), context));
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/instances',
      operation: 'listInstances',
      summary: 'Instances, newest request first',
      tag: 'Instances',
      access: 'signed-in',
      query: z.strictObject({
        scope: z.enum(['mine', 'all']).default('mine').describe('`all` is for admins and auditors.'),
      }),
      replies: { 200: { description: 'Instances.', schema: instanceList } },
      handle: async ({ query, caller, request }) => {
        if (query.scope === 'all' && !seesEverything(caller)) {
          throw new HttpProblem(403, 'role-missing', 'Only admins and auditors see the instances of others.');
        }
        await waitUntilConsistent(services, request, 'instance-list', 'people');
        const rows =
          query.scope === 'all' ? questions.instances.all() : questions.instances.mine(caller.account?.id ?? '');
        const total = query.scope === 'all' ? questions.instances.count() : rows.length;
        return { status: 200, body: { items: await summariesOf(services, rows), total } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/instances/{id}',
      operation: 'getInstance',
      summary: 'One instance with its steps and what may be done with it',
      tag: 'Instances',
      access: 'signed-in',
      params: instanceId,
      replies: { 200: { description: 'The instance; its ETag is its revision.', schema: instanceDetail } },
      handle: async ({ params, caller, request }) => {
        await waitUntilConsistent(services, request, 'instance-detail', 'people', 'account-list');
        const view = visibleInstance(services, params.id, caller);
        return {
          status: 200,
          headers: { ETag: `"${String(view.revision)}"` },
          body: await detailOf(services, view, caller),
        };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/instances/{id}/history',
      operation: 'getInstanceHistory',
      summary: 'Who did what with an instance, oldest first',
      tag: 'Instances',
      access: 'signed-in',
      params: instanceId,
      replies: { 200: { description: 'History.', schema: history } },
      handle: async ({ params, caller, request }) => {
        await waitUntilConsistent(services, request, 'audit-log', 'instance-detail', 'people');
        visibleInstance(services, params.id, caller);
        return { status: 200, body: { items: await historyOf(services, questions.audit.ofInstance(params.id)) } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/instances/{id}/approve',
      operation: 'approveRequest',
      summary: 'Approve a request: provisioning begins',
      tag: 'Requests',
      access: ['admin'],
      params: instanceId,
      replies: acceptedReplies,
      handle: async ({ params, caller, request }) => {
        const context = commandContextOf(`approveRequest ${params.id}`, caller, request, clock);
        return accepted(await useCases.approveRequest({ instanceId: params.id }, commandCaller(caller), context));
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/instances/{id}/refuse',
      operation: 'refuseRequest',
      summary: 'Refuse a request, with a reason that its owner reads',
      tag: 'Requests',
      access: ['admin'],
      params: instanceId,
      body: refuseRequest,
      replies: acceptedReplies,
      handle: async ({ params, body, caller, request }) => {
        const context = commandContextOf(`refuseRequest ${params.id}`, caller, request, clock);
        return accepted(
          await useCases.refuseRequest({ instanceId: params.id, ...body }, commandCaller(caller), context),
        );
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/instances/{id}/withdraw',
      operation: 'withdrawRequest',
      summary: 'Withdraw your own request',
      tag: 'Requests',
      access: ['member', 'admin'],
      params: instanceId,
      replies: acceptedReplies,
      handle: async ({ params, caller, request }) => {
        const context = commandContextOf(`withdrawRequest ${params.id}`, caller, request, clock);
        return hideFromOthers(params.id, caller, () =>
          useCases.withdrawRequest({ instanceId: params.id }, commandCaller(caller), context),
        );
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/requests',
      operation: 'listRequests',
      summary: 'Requests that wait for a decision, oldest first',
      tag: 'Requests',
      access: ['admin', 'auditor'],
      query: z.strictObject({ state: z.enum(['pending']).default('pending') }),
      replies: { 200: { description: 'Requests.', schema: requestList } },
      handle: async ({ caller, request }) => {
        await waitUntilConsistent(services, request, 'request-queue', 'people', 'account-list');
        const rows = questions.requests.pending();
        return {
          status: 200,
          body: { items: await pendingRequestsOf(services, rows, caller), total: questions.requests.count() },
        };
      },
    }),
  ];
};
