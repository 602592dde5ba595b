import { createHash } from 'node:crypto';
import { decodeDocument, UndecodableDocumentError } from './dynamic-document.ts';
import { routesOf } from './route-table.ts';
import type { Route } from './route-table.ts';

type IntakeOutcome =
  | Readonly<{ outcome: 'applied' }>
  | Readonly<{ outcome: 'unchanged' }>
  | Readonly<{ outcome: 'rejected'; reason: string }>;

/** The rules by which a fetched document becomes the routes in force. */
export type DocumentIntake = Readonly<{
  take: (body: string) => IntakeOutcome;
  routes: () => readonly Route[];
}>;

/**
 * As Traefik's HTTP provider (pkg/provider/http, v3.7): the bytes are hashed and the hash is kept BEFORE they are decoded, so
 * a document that cannot be decoded is complained about once and then looks unchanged, while the last good one stays in force.
 */
export const createDocumentIntake = (): DocumentIntake => {
  let lastHash: string | undefined;
  let routes: readonly Route[] = [];
  return {
    take: (body) => {
      const hash = createHash('sha256').update(body).digest('hex');
      if (hash === lastHash) return { outcome: 'unchanged' };
      lastHash = hash;
      try {
        routes = routesOf(decodeDocument(body));
        return { outcome: 'applied' };
      } catch (error) {
        if (!(error instanceof UndecodableDocumentError)) throw error;
        return { outcome: 'rejected', reason: error.message };
      }
    },
    routes: () => routes,
  };
};
