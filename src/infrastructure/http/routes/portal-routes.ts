import { z } from 'zod';
import { parsePosition, formatPosition } from '../../../application/ports/position.ts';
import type { ApiServices } from '../api-services.ts';
import { waitUntilConsistent } from '../consistency.ts';
import { auditPage } from '../contract/history.ts';
import { templateList } from '../contract/instances.ts';
import { portalConfig } from '../contract/portal.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { historyOf } from './names.ts';

/** What the portal asks for: what one can ask for, what happened, and the stream of what happens. */
export const portalRoutes = (services: ApiServices): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/v1/portal-config',
    operation: 'getPortalConfig',
    summary: 'What the portal must know before anybody is signed in',
    tag: 'Portal',
    access: 'public',
    replies: { 200: { description: 'Nothing of it is secret.', schema: portalConfig } },
    handle: () => ({ status: 200, body: services.portalConfig }),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/templates',
    operation: 'listTemplates',
    summary: 'What an instance can be made from',
    tag: 'Instances',
    access: 'signed-in',
    replies: { 200: { description: 'Templates.', schema: templateList } },
    handle: () => ({
      status: 200,
      body: {
        items: services.templates.list().map((template) => ({ ...template, logoUrl: template.logoUrl ?? null })),
      },
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/audit',
    operation: 'listAudit',
    summary: 'Everything that happened, newest first',
    tag: 'Audit',
    access: ['admin', 'auditor'],
    query: z.strictObject({
      before: z.string().optional().describe('Cursor: `next` of the page before.'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      instanceId: z.uuid().optional(),
    }),
    replies: { 200: { description: 'A page.', schema: auditPage } },
    handle: async ({ query, request }) => {
      await waitUntilConsistent(services, request, 'audit-log', 'people');
      const { items, next } = services.questions.audit.page({
        limit: query.limit,
        ...(query.before === undefined ? {} : { before: parsePosition(query.before) }),
        ...(query.instanceId === undefined ? {} : { instanceId: query.instanceId }),
      });
      return {
        status: 200,
        body: { items: await historyOf(services, items), next: next === null ? null : formatPosition(next) },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/stream',
    operation: 'stream',
    summary: 'What changes, as it happens (server-sent events)',
    tag: 'Portal',
    access: 'signed-in',
    replies: {
      200: {
        description:
          'Events `hello`, `change` and `reset`; the id of each is a log position, which `Last-Event-ID` resumes from.',
        contentType: 'text/event-stream',
      },
    },
    handle: ({ caller, request }) => {
      const last = request.headers['last-event-id'];
      const after = last === undefined ? undefined : parsePosition(Array.isArray(last) ? last.join() : last);
      return { status: 200, take: services.changes.open(caller, after) };
    },
  }),
];
