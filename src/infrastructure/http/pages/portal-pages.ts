import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express from 'express';
import type { Router } from 'express';
import { styleNonce } from '../security-headers.ts';

/** First parts of paths that are never a page of the portal. */
const notPages = /^\/(v1|health|metrics|docs|openapi\.json|operator)(\/|$)/;
/** `/chunk-7w8pNrYC.js`: a file that is not there must be missed, not answered with a page that no script can be made of. */
const filePath = /\.[a-z0-9]+$/i;

/**
 * The built portal: files with a hash in their name are kept by browsers for ever, `index.html` never.
 * Every other address that a browser asks for as a page gets `index.html`, for the portal has its own routes.
 * @param folder of the built files; missing until the portal is built
 */
export const portalPages = (folder: string): Router => {
  const router = express.Router();
  const compress = compression();
  const file = join(folder, 'index.html');
  let page: Readonly<{ text: string; changedAt: number }> | undefined;
  // A portal that is built anew names its files anew, so a kept page would ask for files that are gone.
  const indexPage = (): string | undefined => {
    const changedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAt === undefined) return undefined;
    if (page?.changedAt !== changedAt) page = { text: readFileSync(file, 'utf8'), changedAt };
    return page.text;
  };

  router.use(
    compress,
    express.static(folder, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      setHeaders: (response, path) => {
        const hashed = /[-.][A-Z0-9]{8}\.(js|css|woff2?|svg|png)$/.test(path);
        response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  router.get('/{*page}', compress, (request, response, next) => {
    const wanted =
      request.accepts(['html', 'json']) === 'html' && !notPages.test(request.path) && !filePath.test(request.path);
    const text = wanted ? indexPage() : undefined;
    if (text === undefined) {
      next();
      return;
    }
    response
      .set({ 'Cache-Control': 'no-store', 'Content-Type': 'text/html; charset=utf-8' })
      // Angular gives the nonce on to every style element that it makes.
      .send(text.replace('<app-root', `<app-root ngCspNonce="${styleNonce(response.locals)}"`));
  });
  return router;
};
