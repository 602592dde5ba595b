import type { ApiServices } from '../../src/infrastructure/http/api-services.ts';
import { openApiDocument } from '../../src/infrastructure/http/openapi-document.ts';
import { allRoutes } from '../../src/infrastructure/http/routes/all-routes.ts';
import manifest from '../../package.json' with { type: 'json' };

/** The OpenAPI document as JSON. Routes describe themselves without being run, so no service stands behind them here. */
export const apiReference = (): string =>
  `${JSON.stringify(openApiDocument(allRoutes({} as ApiServices), manifest.version), null, 2)}\n`;
