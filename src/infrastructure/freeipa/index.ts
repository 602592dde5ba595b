export { createFreeIpaDirectory } from './freeipa-directory.ts';
