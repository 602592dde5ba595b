import { afterEach, describe, expect, it } from '@jest/globals';
import { isOwnPath, returnPath } from './return-path';

describe('returnPath', () => {
  afterEach(() => sessionStorage.clear());

  it('gives back once what was kept', () => {
    returnPath.keep('/instances/one?tab=history');

    expect(returnPath.take()).toBe('/instances/one?tab=history');
    expect(returnPath.take()).toBeUndefined();
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', ''])(
    'never leads to %j',
    (path) => {
      returnPath.keep(path);

      expect(isOwnPath(path)).toBe(false);
      expect(returnPath.take()).toBeUndefined();
    },
  );
});
