import { describe, expect, it } from '@jest/globals';
import { loggedPath } from './logged-path.ts';

describe('the path of a request in the log', () => {
  it('keeps identifiers, in whose history an operator looks', () => {
    const id = '2f1d3c1e-7a58-4b5e-9a53-3f0a7d6f6f11';
    expect(loggedPath('/v1/instances/{id}/history', { id })).toBe(`/v1/instances/${id}/history`);
  });

  it('keeps nothing else that was typed', () => {
    expect(loggedPath('/v1/usernames/{username}', { username: 'ada' })).toBe('/v1/usernames/{username}');
  });
});
