import type { DatabaseSync } from 'node:sqlite';
import { rowReader } from '../engine/rows.ts';

type Route = Readonly<{
  instanceId: string;
  /** Sealed. */
  domain: string;
  /** IPv4 address of the guest. */
  address: string;
  port: number;
  /** ISO time. */
  since: string;
}>;

export type TraefikConfiguration = Readonly<{
  /** Of running instances, by instance. */
  routes: () => readonly Route[];
}>;

/** Facts for the proxy; the document in Traefik's own shape is written by infrastructure. */
export const query = (database: DatabaseSync): TraefikConfiguration => {
  const routes = rowReader<Route>(
    database,
    `SELECT instance_id AS instanceId, domain, address, 80 AS port, since
     FROM route WHERE address IS NOT NULL AND NOT suspended ORDER BY instance_id, domain`,
  );
  return { routes: () => routes.all() };
};
