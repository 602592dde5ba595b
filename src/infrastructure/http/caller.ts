import type { Actor, Role } from '../../domain/kernel/actor.ts';

/** The person behind an access token, as the directory knows them. */
export type CallerAccount = Readonly<{ id: string; username: string; email: string; displayName: string }>;

/** Who makes a request. */
export type Caller = Readonly<{
  actor: Actor;
  roles: readonly Role[];
  /** Absent for the operator at the socket, for Traefik and for whoever is not signed in. */
  account: CallerAccount | undefined;
  /** FreeIPA group names. */
  groups: readonly string[];
  /** OpenSSH public keys, as the directory has them. */
  sshKeys: readonly string[];
  /** The directory could not be asked just now, so the roles are some minutes old: good enough to read, not to decide. */
  rolesAreStale: boolean;
  /** Identifies the token without revealing it; part of the source of events. */
  session: string | undefined;
}>;

/** Whoever shows no token. */
export const anonymous: Caller = {
  actor: { type: 'system', id: 'anonymous' },
  roles: [],
  account: undefined,
  groups: [],
  sshKeys: [],
  rolesAreStale: false,
  session: undefined,
};

/** True when the caller may see what belongs to others. */
export const seesEverything = (caller: Caller): boolean =>
  caller.roles.includes('admin') || caller.roles.includes('auditor');
