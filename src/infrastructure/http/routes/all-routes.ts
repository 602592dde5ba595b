import type { ApiServices } from '../api-services.ts';
import type { Route } from '../route.ts';
import { instanceRoutes } from './instance-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { peopleRoutes } from './people-routes.ts';

/** The table: every route there is. Router, OpenAPI document and authorisation walk are made from it. */
export const allRoutes = (services: ApiServices): readonly Route[] => [
  ...peopleRoutes(services),
  ...instanceRoutes(services),
  ...operationRoutes(services),
];
