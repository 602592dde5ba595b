import { describe, expect, it } from '@jest/globals';
import type { InstanceSummary } from '../api/contract';
import { filterInstances } from './filter-instances';

const instance = (hostname: string, more: Partial<InstanceSummary> = {}): InstanceSummary => ({
  id: hostname,
  kind: 'lxc',
  hostname,
  templateId: 'debian-13',
  owner: { id: 'one', username: 'ada' },
  state: 'running',
  address: '10.10.10.7',
  domains: [`${hostname}-ada-container.netsoc.test`],
  requestedAt: '2026-06-01T12:00:00Z',
  changedAt: '2026-06-01T12:00:00Z',
  progress: null,
  ...more,
});
const web = instance('web');
const wiki = instance('wiki', {
  state: 'pending',
  address: null,
  owner: { id: 'two', username: 'grace' },
  domains: [],
});

const names = (search: string, state = ''): readonly string[] =>
  filterInstances([web, wiki], { search, state }).map(({ hostname }) => hostname);

describe('filterInstances', () => {
  it('gives everything when nothing is asked', () => {
    expect(names('')).toEqual(['web', 'wiki']);
  });

  it.each([
    ['WEB', ['web']],
    [' wi ', ['wiki']],
    ['grace', ['wiki']],
    ['10.10.10', ['web']],
    ['container.netsoc', ['web']],
    ['nothing', []],
  ])('finds by %j', (search, expected) => {
    expect(names(search)).toEqual(expected);
  });

  it('needs both the text and the state to fit', () => {
    expect(names('w', 'pending')).toEqual(['wiki']);
    expect(names('web', 'pending')).toEqual([]);
  });
});
