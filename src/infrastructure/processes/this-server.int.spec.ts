import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { isDead, thisServer } from './this-server.ts';

describe('whether the holder of a lease is dead', () => {
  const self = thisServer();

  it('is no for a server that runs', () => {
    expect(isDead(self)).toBe(false);
  });

  it('is yes for one that ended on this host', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const holder = { ...self, pid: child.pid ?? 0, startedAt: undefined };
    expect(isDead(holder)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isDead(holder)).toBe(true);
  });

  it('is yes when the host has booted since, or another process has its pid', () => {
    expect(isDead({ ...self, bootId: 'an earlier boot' })).toBe(true);
    expect(isDead({ ...self, startedAt: '1' })).toBe(true);
  });

  it('can not be told for another host', () => {
    expect(isDead({ ...self, host: 'elsewhere', pid: 999_999_999 })).toBe(false);
  });

  it('differs from run to run', () => {
    expect(thisServer().id).not.toBe(self.id);
  });
});
