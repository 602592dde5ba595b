import { formatPosition } from '../../../application/ports/position.ts';
import type { CommandOutcome } from '../../../application/use-cases/command-context.ts';
import type { Caller as DomainCaller } from '../../../domain/kernel/caller.ts';
import type { Caller } from '../caller.ts';
import { accepted } from '../contract/instances.ts';
import type { Reply } from '../route.ts';

/** Whose rights a command is judged by. The operator has an admin's, and owns nothing. */
export const commandCaller = (caller: Caller): DomainCaller => ({
  accountId: caller.account?.id ?? caller.actor.id,
  username: caller.account?.username ?? caller.actor.id,
  roles: caller.roles,
});

/** 202: durable in the log; the read models follow within moments. @param collection `/v1/instances` */
export const acceptedReply = (outcome: CommandOutcome, collection: string): Reply => ({
  status: 202,
  headers: { ETag: `"${String(outcome.revision)}"`, Location: `${collection}/${outcome.id}` },
  body: { id: outcome.id, position: formatPosition(outcome.position), revision: outcome.revision },
});

export const acceptedReplies = { 202: { description: 'The log has it.', schema: accepted } };
