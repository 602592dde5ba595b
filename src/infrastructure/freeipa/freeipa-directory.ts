import type { Directory } from '../../application/ports/directory.ts';
import { createEntryLife } from './entry-life.ts';
import type { FreeIpaOptions } from './freeipa-options.ts';
import { createFreeIpaServers } from './freeipa-servers.ts';
import { createPasswordSetting } from './password-setting.ts';
import { createPeopleSearch } from './people-search.ts';
import { createProfileChanges } from './profile-changes.ts';
import { createSshKeyChanges } from './ssh-key-changes.ts';

/** FreeIPA's JSON-RPC API as the directory of people. Connects at first use. */
export const createFreeIpaDirectory = (options: FreeIpaOptions): Directory => {
  const servers = createFreeIpaServers(options);
  return {
    ...createPeopleSearch(servers),
    ...createEntryLife(servers, options),
    ...createPasswordSetting(servers),
    ...createProfileChanges(servers),
    ...createSshKeyChanges(servers),
    close: () => {
      servers.close();
      return Promise.resolve();
    },
  };
};
