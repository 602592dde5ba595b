import type { Role } from './actor.ts';

/** The person who gives a command, as the door they came through knows them. */
export type Caller = Readonly<{ accountId: string; username: string; roles: readonly Role[] }>;
