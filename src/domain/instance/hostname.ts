import { DomainError } from '../kernel/domain-error.ts';
import type { InstanceKind } from './instance-events.ts';

/** Leaves room for the owner's name in the first label of the default domain. */
const longestHostname = 24;
/** RFC 1035 section 2.3.4. */
const longestLabel = 63;

const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** A DNS label (RFC 1123 section 2.1, lower case): letters, digits and inner hyphens, at most 63 octets. */
const isLabel = (text: string): boolean => text.length <= longestLabel && label.test(text);

/**
 * The hostname itself when it is one: a DNS label of at most 24 characters.
 * @throws DomainError `hostname-malformed` (invalid)
 */
export const hostnameOf = (text: string): string => {
  if (text.length > longestHostname || !isLabel(text)) {
    throw new DomainError(
      'invalid',
      'hostname-malformed',
      `A hostname has 1 to ${String(longestHostname)} lower-case letters, digits and hyphens, with no hyphen at either end.`,
      { hostname: text.slice(0, 100) },
    );
  }
  return text;
};

const kindInNames = { lxc: 'container', vps: 'vps' } as const satisfies Record<InstanceKind, string>;

/**
 * The domain every instance gets: `{hostname}-{username}-{container|vps}.{base}`.
 * Different pairs can meet in one name (`a` of `b-c`, `a-b` of `c`), so it is reserved like any other domain.
 * @throws DomainError `default-domain-impossible` (invalid) when the username does not fit in a DNS label
 */
export const defaultDomainOf = (of: {
  hostname: string;
  username: string;
  kind: InstanceKind;
  /** `netsoc.cloud` */
  base: string;
}): string => {
  const first = `${of.hostname}-${of.username.toLowerCase()}-${kindInNames[of.kind]}`;
  if (!isLabel(first)) {
    throw new DomainError(
      'invalid',
      'default-domain-impossible',
      'The hostname and your username together do not make a DNS label: it holds letters, digits and hyphens, 63 at most.',
      { label: first },
    );
  }
  return `${first}.${of.base}`;
};
