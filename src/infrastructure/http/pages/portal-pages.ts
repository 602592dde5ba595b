import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express from 'express';
import type { Router } from 'express';
import { styleNonce } from '../security-headers.ts';

/** First parts of paths that are never a page of the portal. */
const notPages = /^\/(v1|health|metrics|docs|openapi\.json|operator)(\/|$)/;

/**
 * The built portal: files with a hash in their name are kept by browsers for ever, `index.html` never.
 * Every other address that a browser asks for as a page gets `index.html`, for the portal has its own routes.
 * @param folder of the built files; missing until the portal is built
 */
export const portalPages = (folder: string): Router => {
  const router = express.Router();
  const compress = compression();
  let page: string | undefined;
  const indexPage = (): string | undefined => {
    const file = join(folder, 'index.html');
    if (page === undefined && existsSync(file)) page = readFileSync(file, 'utf8');
    return page;
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
    const wanted = request.accepts(['html', 'json']) === 'html' && !notPages.test(request.path);
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
