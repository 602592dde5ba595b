import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../../domain/events.ts';
import { summaryOf } from '../../projections/audit-log/words.ts';
import { storedEvents } from '../event-log/registry/stored-events.ts';

const fixtures = new URL('../event-log/fixtures/', import.meta.url);

/** The frozen sample of every stored event, as the domain reads it. */
const samples = readdirSync(fixtures)
  .filter((file) => /\.v\d+\.json$/.test(file))
  .map((file) => (JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as { event: NetsocEvent }).event);

describe('the audit log', () => {
  it.each(samples)('has words for $type', (event) => {
    expect(summaryOf(event)).toMatch(/^\S.* .*\S$|^Finished$|^TASK OK$/);
    expect(summaryOf(event)).not.toBe(event.type);
  });

  it('was asked about every event type of the registry', () => {
    expect(new Set(samples.map(({ type }) => type))).toEqual(new Set(Object.keys(storedEvents)));
  });
});
