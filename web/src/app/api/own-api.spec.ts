import { describe, expect, it } from '@jest/globals';
import { isOwnApi } from './own-api';

const base = 'https://cloud.example/';

describe('isOwnApi', () => {
  it.each(['/v1/me', 'v1/me', 'https://cloud.example/v1/instances?scope=all'])('holds for %s', (url) => {
    expect(isOwnApi(url, base)).toBe(true);
  });

  it.each([
    'https://evil.example/v1/me',
    '//evil.example/v1/me',
    'http://cloud.example/v1/me',
    'https://cloud.example:8443/v1/me',
    '/v10/me',
    '/docs/v1/me',
  ])('does not hold for %s', (url) => {
    expect(isOwnApi(url, base)).toBe(false);
  });
});
