import { z } from 'zod';

const kind = z.enum(['lxc', 'vps']);

/** A DNS label (RFC 1123), short enough that the default domain's first label stays a label too. */
const hostname = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?$/, 'lower-case letters, digits and inner hyphens, 1 to 24 characters')
  .describe('DNS label, unique among all instances.');

export const requestInstance = z
  .strictObject({
    templateId: z.string().min(1).max(32),
    hostname,
    reason: z.string().trim().min(1).max(280).describe('Why the instance is wanted; admins read it.'),
  })
  .meta({ id: 'RequestInstance' });

export const refuseRequest = z
  .strictObject({ reason: z.string().trim().min(1).max(280) })
  .meta({ id: 'RefuseRequest' });

/** 202: the log has it; the read models will within moments (`If-Consistent-With: <position>` waits for them). */
export const accepted = z.object({ id: z.string(), position: z.string(), revision: z.int() }).meta({ id: 'Accepted' });

const instanceState = z.enum([
  'pending',
  'refused',
  'withdrawn',
  'provisioning',
  'parked',
  'running',
  'suspended',
  'deleting',
  'deleted',
  'abandoned',
]);

const resources = z.object({
  cores: z.int(),
  memoryMiB: z.int(),
  diskGiB: z.int(),
  swapMiB: z.int(),
});

const step = z
  .object({
    name: z.string().describe('Stable name: `create-guest`.'),
    title: z.string().describe('For people: `Create the container`.'),
    state: z.enum(['waiting', 'running', 'succeeded', 'failed', 'parked', 'compensated']),
    attempt: z.int(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    cause: z.string().nullable().describe('Why it failed, in a sentence.'),
    retryAt: z.string().nullable(),
    log: z.array(z.string()).describe('Task log lines from Proxmox.'),
  })
  .meta({ id: 'Step' });

/** An act the caller may try now, or the reason why not: what the portal offers is what the rules accept. */
export const act = z.object({ allowed: z.boolean(), reason: z.string().nullable() });

export const instanceSummary = z
  .object({
    id: z.string(),
    kind,
    hostname: z.string(),
    templateId: z.string(),
    owner: z.object({ id: z.string(), username: z.string() }),
    state: instanceState,
    address: z.string().nullable(),
    domains: z.array(z.string()),
    requestedAt: z.string(),
    changedAt: z.string(),
    progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  })
  .meta({ id: 'InstanceSummary' });

export const instanceDetail = instanceSummary
  .extend({
    vmid: z.int().nullable(),
    node: z.string().nullable(),
    reason: z.string(),
    refusal: z.string().nullable(),
    resources,
    sshCommand: z.string().nullable(),
    steps: z.array(step),
    processId: z.string().nullable(),
    revision: z.int().describe('Revision of the instance, also the ETag.'),
    acts: z.object({ approve: act, refuse: act, withdraw: act }),
  })
  .meta({ id: 'InstanceDetail' });

export const instanceList = z.object({ items: z.array(instanceSummary), total: z.int() }).meta({ id: 'InstanceList' });

const template = z
  .object({
    id: z.string(),
    kind,
    title: z.string(),
    subtitle: z.string(),
    description: z.string().describe('Markdown.'),
    logoUrl: z.string().nullable(),
    resources,
  })
  .meta({ id: 'Template' });

export const templateList = z.object({ items: z.array(template) }).meta({ id: 'TemplateList' });

export const pendingRequest = z
  .object({
    id: z.string(),
    kind,
    hostname: z.string(),
    templateId: z.string(),
    owner: z.object({ id: z.string(), username: z.string() }),
    reason: z.string(),
    resources,
    requestedAt: z.string(),
    ownerInstances: z.int().describe('Instances that the person has already, for the review.'),
    acts: z.object({ approve: act, refuse: act }).describe('What the caller may do with it now.'),
  })
  .meta({ id: 'PendingRequest' });

export const requestList = z.object({ items: z.array(pendingRequest), total: z.int() }).meta({ id: 'RequestList' });
