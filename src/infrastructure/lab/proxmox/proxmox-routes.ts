import { clusterRoutes } from './cluster-routes.ts';
import { containerMakingRoutes } from './container-making-routes.ts';
import { guestRoutes } from './guest-routes.ts';
import type { Route } from './route.ts';
import { taskRoutes } from './task-routes.ts';

/** Every call that the lab's Proxmox answers. */
export const proxmoxRoutes: readonly Route[] = [
  ...clusterRoutes,
  ...taskRoutes,
  ...containerMakingRoutes,
  ...guestRoutes,
];
