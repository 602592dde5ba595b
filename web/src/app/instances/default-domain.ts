import type { InstanceKind } from '../api/contract';
import { kindInDomain } from './instance-kind';

/** The domain that the instance will have, with `…` where the hostname is still to come. */
export const defaultDomain = (of: {
  hostname: string;
  username: string;
  kind: InstanceKind;
  /** `netsoc.cloud` */
  base: string;
}): string =>
  `${of.hostname === '' ? '…' : of.hostname}-${of.username.toLowerCase()}-${kindInDomain[of.kind]}.${of.base}`;
