import { z } from 'zod';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { Directory } from '../../application/ports/directory.ts';
import { FreeIpaError, ipaErrorCode } from './freeipa-error.ts';
import type { FreeIpaOptions } from './freeipa-options.ts';
import { createFreeIpaServers } from './freeipa-servers.ts';
import { hasEmail, toPerson, userEntry } from './user-entry.ts';

const found = z.object({ result: z.array(userEntry) });
const shown = z.object({ result: userEntry });

/** FreeIPA's JSON-RPC API as the directory of people. Connects at first use. */
export const createFreeIpaDirectory = (options: FreeIpaOptions): Directory => {
  const servers = createFreeIpaServers(options);
  return {
    findByEmail: async (email) => {
      if (email.trim() === '') return undefined;
      const reply = await servers.command('user_find', [], {
        mail: email,
        all: true,
        // By default a search leaves the groups out.
        no_members: false,
        // Two are enough to know that it is not one.
        sizelimit: 2,
      });
      // The server is asked for an exact match; an account must never depend on how a server reads that.
      const people = parse(found, reply, 'user_find').result.filter((entry) => hasEmail(entry, email));
      if (people.length > 1) {
        throw new DirectoryError('ambiguous', 'several people in FreeIPA have this e-mail address');
      }
      const [person] = people;
      return person === undefined ? undefined : toPerson(person);
    },

    findByUsername: async (username) => {
      if (username.trim() === '') return undefined;
      try {
        const reply = await servers.command('user_show', [username], { all: true });
        return toPerson(parse(shown, reply, 'user_show').result);
      } catch (error) {
        if (error instanceof FreeIpaError && error.code === ipaErrorCode.notFound) return undefined;
        throw error;
      }
    },

    close: () => {
      servers.close();
      return Promise.resolve();
    },
  };
};

const parse = <T>(schema: z.ZodType<T>, reply: unknown, command: string): T => {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new DirectoryError('rejected', `FreeIPA answers ${command} in a shape we do not know: ${names}`);
};
