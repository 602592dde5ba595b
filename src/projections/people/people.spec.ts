import { describe, expect, it } from '@jest/globals';
import { emailChanged, nameChanged, nameChosen, signedUp, emailWished } from '../testing/account-facts.ts';
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

  it('knows a person from their sign-up on, before the directory does', () => {
    expect(given(people, [signedUp('id-1', 'ada')], (query) => query.find('id-1'))).toEqual({
      id: 'id-1',
      username: 'ada',
      email: 'ada@example.org',
      displayName: 'ADA',
    });
  });

  it('knows a new name and a new address once they are changed, not while they are wished for', () => {
    const wished = [signedUp('id-1', 'ada'), nameChosen('id-1', 'Countess'), emailWished('id-1', 'new@example.org')];
    expect(given(people, wished, (query) => query.find('id-1'))).toMatchObject({
      email: 'ada@example.org',
      displayName: 'ADA',
    });
    const changed = [...wished, nameChanged('id-1', 'Countess'), emailChanged('id-1', 'new@example.org')];
    expect(given(people, changed, (query) => query.find('id-1'))).toMatchObject({
      username: 'ada',
      email: 'new@example.org',
      displayName: 'Countess',
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
