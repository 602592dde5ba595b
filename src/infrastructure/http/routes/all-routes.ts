import type { ApiServices } from '../api-services.ts';
import type { Route } from '../route.ts';
import { accountRoutes } from './account-routes.ts';
import { instanceRoutes } from './instance-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { ownAccountRoutes } from './own-account-routes.ts';
import { portalRoutes } from './portal-routes.ts';
import { signUpRoutes } from './sign-up-routes.ts';

/** The table: every route there is. Router, OpenAPI document and authorisation walk are made from it. */
export const allRoutes = (services: ApiServices): readonly Route[] => [
  ...portalRoutes(services),
  ...signUpRoutes(services),
  ...ownAccountRoutes(services),
  ...accountRoutes(services),
  ...instanceRoutes(services),
  ...operationRoutes(services),
];
