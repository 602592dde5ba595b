import { insist } from '../../domain/kernel/act.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { defaultDomainOf, hostnameOf } from '../../domain/instance/hostname.ts';
import { mayRequest } from '../../domain/instance/instance-acts.ts';
import { instanceDecider } from '../../domain/instance/instance-decider.ts';
import type { InstanceEvent } from '../../domain/instance/instance-events.ts';
import { reasonOf } from '../../domain/instance/reason.ts';
import { derivedId } from '../command-handling/derived-id.ts';
import { handleCommand } from '../command-handling/handle-command.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { Template, Templates } from '../ports/templates.ts';
import { loadAccount } from './accounts/load-account.ts';
import type { Reservations } from './reservations.ts';
import { fingerprintOf, instanceStream, outcomeOf } from './use-case.ts';
import type { UseCase } from './use-case.ts';

export type RequestInstanceDependencies = Readonly<{
  log: EventLog;
  keyedHash: KeyedHash;
  templates: Templates;
  reservations: Reservations;
  /** Domain under which every instance gets its default domain: `netsoc.cloud`. */
  baseDomain: string;
}>;

/**
 * A member asks for an instance. Its hostname and default domain are reserved first; reservations that no request
 * follows run out by themselves, and the request that follows has them confirmed.
 *
 * The instance's id comes from the command's, so a repeat after any failure finds what the first try began.
 * @returns the new instance's id
 */
export const createRequestInstance =
  (
    dependencies: RequestInstanceDependencies,
  ): UseCase<Readonly<{ templateId: string; hostname: string; reason: string }>> =>
  async (input, caller, context) => {
    const { log, keyedHash, templates, reservations, baseDomain: base } = dependencies;
    const { phase, disabled } = await loadAccount(log, caller.accountId);
    const account = { phase, disabled };
    insist(mayRequest(caller, account));
    const { id: templateId, kind, resources } = orderable(templates, input.templateId);
    const hostname = hostnameOf(input.hostname);
    const reason = reasonOf(input.reason);
    const defaultDomain = defaultDomainOf({ hostname, username: caller.username, kind, base });

    const instanceId = derivedId(context.commandId, 'instance');
    const streamId = instanceStream(instanceId);
    const loaded = await log.load<InstanceEvent>(streamId);
    const claims = [
      { kind: 'hostname', value: hostname, holder: instanceId },
      { kind: 'domain', value: defaultDomain, holder: instanceId },
    ] as const;
    if (loaded.revision === 'no-stream') await reservations.reserve(claims, context);
    try {
      const handled = await handleCommand({
        log,
        decider: instanceDecider,
        streamId,
        loaded,
        context,
        fingerprint: fingerprintOf(keyedHash, 'request-instance', caller, [templateId, hostname, reason]),
        command: {
          type: 'request-instance',
          caller,
          account,
          instanceId,
          kind,
          templateId,
          hostname,
          defaultDomain,
          reason,
          resources,
        },
      });
      return outcomeOf(instanceId, handled);
    } catch (error) {
      // Only a refusal says for sure that nothing was stored, and only without an instance are the names nobody's.
      if (error instanceof DomainError && (await log.load(streamId)).revision === 'no-stream') {
        await reservations.releaseAll(claims, context);
      }
      throw error;
    }
  };

const orderable = (templates: Templates, id: string): Template => {
  const template = templates.find(id);
  if (template === undefined) {
    throw new DomainError('invalid', 'template-unknown', 'There is no such template.', { templateId: id });
  }
  if (template.kind === 'vps') {
    throw new DomainError(
      'invalid',
      'kind-not-available',
      'Virtual machines cannot be requested here yet; please choose a container template.',
      { templateId: id, kind: template.kind },
    );
  }
  return template;
};
