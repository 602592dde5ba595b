export type Role = 'member' | 'admin' | 'auditor';

/** Who caused something to happen. */
export type Actor =
  | Readonly<{ type: 'account'; id: string; roles: readonly Role[] }>
  | Readonly<{ type: 'system'; id: string }>
  | Readonly<{ type: 'cli'; id: string }>
  | Readonly<{ type: 'traefik'; id: string }>;
