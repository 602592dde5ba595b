import { describe, expect, it } from '@jest/globals';
import { withKeys } from './authorized-keys.ts';

const ada = 'ssh-ed25519 AAAA0001 ada@laptop';
const bob = 'ecdsa-sha2-nistp256 AAAA0002= bob';

describe('adding keys to authorized_keys', () => {
  it('writes a file where there was none', () => {
    expect(withKeys('', [ada, bob])).toBe(`${ada}\n${bob}\n`);
  });

  it('keeps what stands there, a missing line break included', () => {
    expect(withKeys(`# by hand\n${bob}`, [ada])).toBe(`# by hand\n${bob}\n${ada}\n`);
  });

  it('adds no key twice, whatever its comment or options', () => {
    expect(withKeys(`no-pty ${ada.replace('ada@laptop', 'other')}\n`, [ada])).toBeUndefined();
    expect(withKeys('', [ada, `${ada} again`])).toBe(`${ada} again\n`);
  });

  it('does not take a commented-out key for a key', () => {
    expect(withKeys(`#${ada}\n`, [ada])).toBe(`#${ada}\n${ada}\n`);
  });

  it('leaves out what is no key', () => {
    expect(withKeys('', ['', 'rm -rf /', `${bob}\ncommand="x" ${ada}`])).toBeUndefined();
  });
});
