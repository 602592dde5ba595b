import type { Directory } from '../../../application/ports/directory.ts';
import { createLinkSecrets } from '../../links/link-secrets.ts';
import { silent, testMasterKey } from '../../event-log/testing/open-event-log.ts';
import type { OpenedEventLog } from '../../event-log/testing/open-event-log.ts';
import { createSshKeyReader } from '../../ssh-keys/ssh-key-reader.ts';
import { createUseCases } from '../../../application/use-cases/use-cases.ts';
import type { UseCaseDependencies, UseCases } from '../../../application/use-cases/use-cases.ts';

/** A directory for whatever has nothing to do with people: any call of it fails. */
const noDirectory = new Proxy({} as Directory, {
  get: (_, name) => () => Promise.reject(new Error(`nobody expected a call of ${String(name)}`)),
});

/** Use cases over a real log, as an installation would have them; a test brings what it is about. */
export const useCasesOver = (
  { log, keyedHash }: Pick<OpenedEventLog, 'log' | 'keyedHash'>,
  more: Partial<UseCaseDependencies> = {},
): UseCases =>
  createUseCases({
    log,
    keyedHash,
    baseDomain: 'netsoc.cloud',
    templates: { find: () => undefined, list: () => [] },
    directory: noDirectory,
    secrets: createLinkSecrets(testMasterKey),
    outcomes: { ended: () => Promise.resolve(false) },
    clock: () => new Date().toISOString(),
    sshKeys: createSshKeyReader(),
    signUp: undefined,
    reservedNames: new Set(),
    erasureGraceMilliseconds: 60_000,
    logger: silent,
    ...more,
  });
