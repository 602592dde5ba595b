import type { IpaDatabaseContent } from './ipa-entries.ts';
import { insufficientAccess } from './ipa-error.ts';
import { ownAttributes } from './person-attributes.ts';
import { portalServiceAccount } from './seed.ts';

export type WantedRight = Readonly<
  { right: 'add' | 'delete'; dn: string } | { right: 'write'; dn: string; attribute: string }
>;

/**
 * The lab knows two kinds of callers: those who may do everything (the administrators, and the portal with the role that its
 * operators are told to give it) and those who may read.
 * @throws IpaError 2100
 */
export const demandRight = (content: IpaDatabaseContent, caller: string, wanted: WantedRight): void => {
  const everything = caller === portalServiceAccount.username || content.groups['admins']?.members.includes(caller);
  if (everything === true) return;
  throw insufficientAccess(
    wanted.right === 'write'
      ? `Insufficient 'write' privilege to the '${wanted.attribute}' attribute of entry '${wanted.dn}'.`
      : `Insufficient '${wanted.right}' privilege to ${wanted.right} the entry '${wanted.dn}'.`,
  );
};

/** Like `demandRight`, but people may change some attributes of their own entry. */
export const demandRightToChange = (
  content: IpaDatabaseContent,
  caller: string,
  entry: Readonly<{ uid: string; dn: string }>,
  attributes: readonly string[],
): void => {
  for (const attribute of attributes) {
    if (caller === entry.uid && ownAttributes.has(attribute)) continue;
    demandRight(content, caller, { right: 'write', dn: entry.dn, attribute });
  }
};
