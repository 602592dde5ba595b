import { describe, expect, it } from '@jest/globals';
import type { Process } from '../api/contract';
import { inOrderOfNeed } from './process-state';

const allowed = { allowed: true, reason: null };

const process = (id: string, state: Process['state'], changedAt: string): Process => ({
  id,
  kind: 'provisioning',
  subject: id,
  state,
  step: null,
  cause: null,
  retryAt: null,
  startedAt: changedAt,
  changedAt,
  acts: { retry: allowed, abandon: allowed },
});

describe('inOrderOfNeed', () => {
  it('puts what is held up first and what is finished last, newest first within each', () => {
    const ordered = inOrderOfNeed([
      process('done', 'succeeded', '2026-06-03'),
      process('old-work', 'waiting', '2026-06-01'),
      process('held-up', 'parked', '2026-05-01'),
      process('new-work', 'running', '2026-06-02'),
    ]);

    expect(ordered.map(({ id }) => id)).toEqual(['held-up', 'new-work', 'old-work', 'done']);
  });
});
