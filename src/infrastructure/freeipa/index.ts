export { createFreeIpaDirectory } from './freeipa-directory.ts';
export type { FreeIpaOptions } from './freeipa-options.ts';
