import { createHash } from 'node:crypto';
import type { Log } from '../../application/ports/logger.ts';
import { buildDocument } from './build-document.ts';
import type { RoutedDomain, RoutingOptions } from './build-document.ts';

export type Prepared = Readonly<{
  bytes: Buffer;
  routes: number;
  /** Hexadecimal, of the bytes. */
  sha256: string;
  /** ISO time at which these bytes were first served. */
  preparedAt: string;
}>;

export type PreparedDocument = Readonly<{
  /** What to serve now; undefined until the read model was ready once. */
  current: () => Prepared | undefined;
  /** Makes the document anew; the bytes stay the same when the rows do. Never rejects. */
  refresh: () => Promise<void>;
}>;

/**
 * The document as bytes, made when routes change and not when Traefik asks.
 * A document that cannot be made leaves the last good one in place.
 * @param rows undefined while the read model is not ready
 */
export const createPreparedDocument = (
  rows: () => Promise<readonly RoutedDomain[] | undefined>,
  options: RoutingOptions,
  now: () => string,
  log: Log,
): PreparedDocument => {
  let prepared: Prepared | undefined;
  let making: Promise<void> | undefined;
  let asked = 0;

  const make = async (): Promise<void> => {
    try {
      const routed = await rows();
      if (routed === undefined) return;
      const { document, routes, refused } = buildDocument(routed, options);
      if (refused.length > 0) log.error({ refused: refused.length }, 'domains that are none were left out of routing');
      const bytes = Buffer.from(JSON.stringify(document));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (sha256 !== prepared?.sha256) prepared = { bytes, routes, sha256, preparedAt: now() };
    } catch (error) {
      // Whatever is wrong with the new document, routing goes on with the last good one; the log and the status tell.
      log.error({ err: error }, 'the Traefik document cannot be made; the last good one stays');
    }
  };

  /** One at a time; what changed while one was made is in the next. */
  const makeUntilNothingChanges = async (): Promise<void> => {
    for (let answered = 0; answered < asked;) {
      answered = asked;
      await make();
    }
    making = undefined;
  };

  return {
    current: () => prepared,
    refresh: () => {
      asked += 1;
      making ??= makeUntilNothingChanges();
      return making;
    },
  };
};
