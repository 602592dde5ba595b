import { randomUUID } from 'node:crypto';
import type { EventToAppend } from '../src/application/ports/event-store.ts';

/** An event of the usual size (about 500 bytes of JSON), as instances leave them. */
export const sampleEvent = (): EventToAppend => ({
  id: randomUUID(),
  type: 'instance-requested.v1',
  data: {
    instanceId: randomUUID(),
    templateId: 'debian-13-small',
    hostname: 'web',
    reason: { ciphertext: 'kJ8h2mQpX0vYt5Rw3nLc7dFg9sAe1bZu', nonce: 'r4Tq8Wm2', tag: 'Xp7Lk3Vb9Nc1Zd5G' },
    resources: { cores: 2, memoryMebibytes: 2048, diskGibibytes: 20 },
  },
  metadata: {
    $correlationId: randomUUID(),
    $causationId: randomUUID(),
    actor: { type: 'account', id: randomUUID(), roles: ['member'] },
    at: new Date().toISOString(),
    previousHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
});
