import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.ts';
import { defaultDomainOf, hostnameOf } from './hostname.ts';

const hostname = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,22}[a-z0-9])?$/);

describe('a hostname', () => {
  it.each(['a', '7', 'web', 'web-2', 'a--b', 'abcdefghijklmnopqrstuvwx'])('can be %j', (text) => {
    expect(hostnameOf(text)).toBe(text);
  });

  it.each(['', '-', '-web', 'web-', 'Web', 'we_b', 'web.dev', 'wéb', 'web ', 'web\n', 'abcdefghijklmnopqrstuvwxy'])(
    'cannot be %j',
    (text) => expect(() => hostnameOf(text)).toThrow(DomainError),
  );

  it('is never anything but a DNS label of at most 24 characters, whatever is sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), hostname), (text) => {
        const wellFormed = /^(?!-)[a-z0-9-]{1,24}(?<!-)$/.test(text) && !text.includes('\n');
        if (wellFormed) expect(hostnameOf(text)).toBe(text);
        else expect(() => hostnameOf(text)).toThrow(DomainError);
      }),
    );
  });
});

describe('the default domain', () => {
  it('names the host, the owner and the kind of instance', () => {
    expect(defaultDomainOf({ hostname: 'web', username: 'ada', kind: 'lxc', base: 'netsoc.cloud' })).toBe(
      'web-ada-container.netsoc.cloud',
    );
    expect(defaultDomainOf({ hostname: 'web', username: 'ada', kind: 'vps', base: 'netsoc.cloud' })).toBe(
      'web-ada-vps.netsoc.cloud',
    );
  });

  it('does not tell capital letters apart, as DNS does not', () => {
    expect(defaultDomainOf({ hostname: 'web', username: 'Ada', kind: 'vps', base: 'netsoc.cloud' })).toBe(
      'web-ada-vps.netsoc.cloud',
    );
  });

  it.each(['a_b', 'a.b', 'é', 'x'.repeat(60)])(
    'is refused to the username %j, which DNS could not carry',
    (username) => {
      expect(() => defaultDomainOf({ hostname: 'web', username, kind: 'lxc', base: 'netsoc.cloud' })).toThrow(
        DomainError,
      );
    },
  );

  it('has a first label of at most 63 characters for any hostname', () => {
    fc.assert(
      fc.property(hostname, (name) => {
        const domain = defaultDomainOf({ hostname: name, username: 'u'.repeat(28), kind: 'lxc', base: 'x' });
        expect(domain.indexOf('.')).toBeLessThanOrEqual(63);
      }),
    );
  });
});
