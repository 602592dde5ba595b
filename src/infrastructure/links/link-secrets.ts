import { createHmac, hash } from 'node:crypto';
import type { LinkSecrets } from '../../application/ports/link-secrets.ts';
import { derivedKey } from '../event-log/index.ts';

/** Secrets that follow from the master key: whoever reads the log without it can make none. */
export const createLinkSecrets = (masterKey: Buffer): LinkSecrets => {
  const key = derivedKey(masterKey, 'secrets of single-use links');
  return {
    secretOf: ({ accountId, linkId }) =>
      createHmac('sha256', key)
        .update(JSON.stringify([accountId, linkId]))
        .digest('base64url'),
    hashOf: (secret) => hash('sha256', secret, 'hex'),
  };
};
