import { describe, expect, it } from '@jest/globals';
import { accountsUrl } from './accounts-url';

describe('accountsUrl', () => {
  it.each([
    [{ search: '', state: undefined, limit: 100 }, '/v1/accounts?limit=100'],
    [
      { search: ' ada & co ', state: 'disabled', limit: 200 },
      '/v1/accounts?limit=200&search=ada+%26+co&state=disabled',
    ],
  ])('asks for %j with %s', (filter, url) => {
    expect(accountsUrl(filter)).toBe(url);
  });
});
