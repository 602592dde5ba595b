import { describe, expect, it } from '@jest/globals';
import { linked } from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { people } from './index.ts';

describe('people', () => {
  it('knows a person as the directory last told about them', () => {
    expect(given(people, [linked('id-1', 'ada'), linked('id-1', 'countess')], (query) => query.find('id-1'))).toEqual({
      id: 'id-1',
      username: 'countess',
      email: 'countess@example.org',
      displayName: 'COUNTESS',
    });
  });

  it('gives the usernames of the people it knows', () => {
    const names = given(people, [linked('id-1', 'ada'), linked('id-2', 'grace')], (query) =>
      query.usernames(['id-2', 'id-1', 'id-2', 'id-3']),
    );
    expect([...names]).toEqual([
      ['id-2', 'grace'],
      ['id-1', 'ada'],
    ]);
  });

  it('knows nobody before the directory spoke', () => {
    expect(given(people, [], (query) => query.find('id-1'))).toBeUndefined();
  });
});
