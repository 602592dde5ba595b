import Provider from 'oidc-provider';
import type { Logger } from 'pino';
import type { IpaDatabase } from '../freeipa/ipa-database.ts';
import type { Sealing } from '../state/sealing.ts';
import { requestUrl, sendText } from '../wire/messages.ts';
import type { HttpHandler } from '../wire/faults.ts';
import { startSimulatorServer } from '../wire/simulator-server.ts';
import type { SimulatorServer } from '../wire/simulator-server.ts';
import { apiAudience, portalClientId } from './claims.ts';
import { openGrantStorage } from './grant-storage.ts';
import { interactionPath, isLoopback, realmConfiguration } from './provider-configuration.ts';
import { createRealmPeople } from './realm-people.ts';
import { handleSignIn } from './sign-in.ts';
import { openRealmKeys } from './signing-keys.ts';
import { createTokenMint } from './token-minting.ts';
import { handleUserinfo } from './userinfo.ts';

export type OidcSimulator = SimulatorServer &
  Readonly<{
    /** `http://127.0.0.1:<port>/realms/netsoc` */
    issuer: string;
    audience: string;
    clientId: string;
    /** Access tokens for scripts and tests, without a browser. */
    mintToken: ReturnType<typeof createTokenMint>;
  }>;

export type OidcSimulatorOptions = Readonly<{
  dataDirectory: string;
  /** 0 for a free one; the issuer's address contains it, so a restart should give the same. */
  port: number;
  database: IpaDatabase;
  /** Default: grants are kept as they are. */
  sealing?: Sealing | undefined;
  logger: Logger;
}>;

const mountPath = '/realms/netsoc';
const userinfoPath = `${mountPath}/protocol/openid-connect/userinfo`;
const signInPrefix = interactionPath('');

/** Starts an OpenID provider shaped like a Keycloak realm, for the people of the lab's FreeIPA. */
export const startOidcSimulator = async (options: OidcSimulatorOptions): Promise<OidcSimulator> => {
  const { dataDirectory, database, logger } = options;
  const keys = await openRealmKeys(dataDirectory);
  const storage = openGrantStorage(dataDirectory, options.sealing);
  const people = createRealmPeople(database);

  // The issuer contains the port, which is known once the server listens.
  const ready = Promise.withResolvers<HttpHandler>();
  const server = await startSimulatorServer({
    name: 'oidc',
    port: options.port,
    handler: async (request, response) => (await ready.promise)(request, response),
    logger,
  });

  const issuer = `http://127.0.0.1:${String(server.port)}${mountPath}`;
  const provider = new Provider(issuer, realmConfiguration({ keys, storage, people }));
  allowLoopbackRedirects(provider);
  provider.on('server_error', (_context, error) => {
    logger.error({ err: error }, 'OpenID provider failed');
  });
  const callback = provider.callback();
  ready.resolve(async (request, response) => {
    const { pathname } = requestUrl(request);
    if (pathname.startsWith(signInPrefix)) return handleSignIn(provider, people, request, response);
    if (pathname === userinfoPath) return handleUserinfo({ issuer, key: keys.signing, people }, request, response);
    if (!pathname.startsWith(`${mountPath}/`)) {
      sendText(response, 404, 'not found');
      return;
    }
    // As an express mount would: the provider finds its own prefix by comparing the two.
    const original = request.url ?? '/';
    Object.assign(request, { originalUrl: original, url: original.slice(mountPath.length) });
    await callback(request, response);
  });

  return {
    ...server,
    issuer,
    audience: apiAudience,
    clientId: portalClientId,
    mintToken: createTokenMint({ issuer, key: keys.signing, people }),
    close: async () => {
      await server.close();
      storage.close();
    },
  };
};

/** A newcomer's portal runs on any port: the client accepts every loopback address, like a wildcard in Keycloak. */
const allowLoopbackRedirects = (provider: Provider): void => {
  provider.Client.prototype.redirectUriAllowed = isLoopback;
  provider.Client.prototype.postLogoutRedirectUriAllowed = isLoopback;
};
