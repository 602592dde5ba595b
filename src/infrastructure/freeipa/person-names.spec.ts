import { describe, expect, it } from '@jest/globals';
import { personNames } from './person-names.ts';

describe('the names of a person', () => {
  it.each([
    ['Ada Lovelace', 'Ada', 'Lovelace', 'AL'],
    ['Ada King Lovelace', 'Ada King', 'Lovelace', 'AL'],
    ['Ada', 'Ada', '-', 'A'],
    ['  Ada \t Lovelace ', 'Ada', 'Lovelace', 'AL'],
    ['𝒜da Émile', '𝒜da', 'Émile', '𝒜É'],
  ])('%j is %j %j', (displayName, givenname, sn, initials) => {
    expect(personNames(displayName)).toMatchObject({ givenname, sn, initials });
  });
});
