import type { ApiServices } from '../api-services.ts';

/** Services for tests that read the table of routes and call none: whatever is asked of them is undefined. */
export const routesOnly = new Proxy({} as ApiServices, { get: () => ({}) });
