import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { textOf } from './pages.ts';

const mapper = z.object({
  name: z.string(),
  protocolMapper: z.string(),
  config: z.record(z.string(), z.string()),
});
const directoryMapper = z.object({
  name: z.string(),
  providerId: z.string(),
  config: z.record(z.string(), z.array(z.string())),
});
const realm = z.object({
  realm: z.string(),
  accessTokenLifespan: z.int(),
  failureFactor: z.int(),
  clients: z.tuple([
    z.object({
      clientId: z.string(),
      publicClient: z.literal(true),
      redirectUris: z.array(z.string()),
      webOrigins: z.array(z.string()),
      attributes: z.record(z.string(), z.string()),
      defaultClientScopes: z.array(z.string()),
      protocolMappers: z.array(mapper),
    }),
  ]),
  components: z.object({
    'org.keycloak.storage.UserStorageProvider': z.tuple([
      z.object({
        config: z.record(z.string(), z.array(z.string())),
        subComponents: z.object({ 'org.keycloak.storage.ldap.mappers.LDAPStorageMapper': z.array(directoryMapper) }),
      }),
    ]),
  }),
});

const sample = z.object({
  links: z.object({ base_url: z.string() }),
  auth: z.object({ oidc: z.object({ issuer: z.string(), audience: z.string(), client_id: z.string() }) }),
  accounts: z.object({
    freeipa: z.object({ servers: z.array(z.string()) }),
    roles: z.record(z.string(), z.array(z.string())),
  }),
});

describe('the realm that operators import into Keycloak', () => {
  const text = textOf('docs/how-to/keycloak-realm.json');
  const page = textOf('docs/how-to/connect-keycloak.md');
  const imported = realm.parse(JSON.parse(text));
  const [client] = imported.clients;
  const [federation] = imported.components['org.keycloak.storage.UserStorageProvider'];
  const directoryMappers = federation.subComponents['org.keycloak.storage.ldap.mappers.LDAPStorageMapper'];
  // Secrets stand behind `!env` and `!file`; here they are just text.
  const configuration = sample.parse(parse(textOf('config.sample.yml'), { logLevel: 'silent' }));

  it('fits the sample configuration: issuer, client, audience, address, directory, groups', () => {
    const { auth, links, accounts } = configuration;
    expect(auth.oidc.issuer.endsWith(`/realms/${imported.realm}`)).toBe(true);
    expect(client.clientId).toBe(auth.oidc.client_id);
    const audience = client.protocolMappers.find(({ protocolMapper }) => protocolMapper === 'oidc-audience-mapper');
    expect(audience?.config).toEqual({
      'included.custom.audience': auth.oidc.audience,
      'access.token.claim': 'true',
      'id.token.claim': 'false',
    });
    expect(client.redirectUris).toEqual([`${links.base_url}/`]);
    expect(client.attributes['post.logout.redirect.uris']).toBe(`${links.base_url}/`);
    expect(client.webOrigins).toEqual([links.base_url]);
    expect(federation.config['connectionUrl']?.[0]?.split(' ')).toEqual(
      accounts.freeipa.servers.map((server) => server.replace('https:', 'ldaps:')),
    );
    const groups = directoryMappers.find(({ providerId }) => providerId === 'group-ldap-mapper');
    const filtered = Array.from(groups?.config['groups.ldap.filter']?.[0]?.matchAll(/\(cn=([^)]+)\)/g) ?? []);
    expect(filtered.map(([, name]) => name)).toEqual(Object.values(accounts.roles).flat());
  });

  it('lets nobody but FreeIPA say what an address is, and trusts what FreeIPA says', () => {
    expect(federation.config).toMatchObject({ editMode: ['READ_ONLY'], trustEmail: ['true'], vendor: ['rhds'] });
    expect(federation.config['uuidLDAPAttribute']).toEqual(['ipaUniqueID']);
    expect(JSON.parse(text)).toMatchObject({
      registrationAllowed: false,
      resetPasswordAllowed: false,
      editUsernameAllowed: false,
      duplicateEmailsAllowed: false,
    });
    expect(text).not.toContain('identityProviders');
    const email = directoryMappers.find(({ name }) => name === 'email');
    expect(email?.config).toMatchObject({
      'ldap.attribute': ['mail'],
      'read.only': ['true'],
      'always.read.value.from.ldap': ['true'],
    });
  });

  it('signs browsers in with the code flow and PKCE alone', () => {
    expect(client.attributes['pkce.code.challenge.method']).toBe('S256');
    expect(JSON.parse(text)).toMatchObject({
      clients: [{ standardFlowEnabled: true, implicitFlowEnabled: false, directAccessGrantsEnabled: false }],
    });
  });

  it('has the scopes that put the address and the time of sign-in into access tokens', () => {
    expect(client.defaultClientScopes).toEqual(expect.arrayContaining(['basic', 'email']));
    // A realm that brings scopes of its own gets none of Keycloak's.
    expect(text).not.toContain('"clientScopes"');
  });

  it('holds no secret', () => {
    const keys = Array.from(text.matchAll(/"([^"]+)":/g), ([, key = '']) => key);
    expect(keys.filter((key) => /secret|password$|credential|privateKey/i.test(key))).toEqual([]);
  });

  it('is what the page about it says', () => {
    const names = [
      imported.realm,
      client.clientId,
      ...client.defaultClientScopes,
      ...client.protocolMappers.flatMap(({ name, protocolMapper }) => [name, protocolMapper]),
      ...directoryMappers.flatMap(({ name, providerId }) => [name, providerId]),
      ...['editMode', 'uuidLDAPAttribute', 'usersDn', 'bindDn', 'cachePolicy', 'maxLifespan', 'fullSyncPeriod'].flatMap(
        (key) => federation.config[key] ?? [`no ${key}`],
      ),
    ];
    expect(names.filter((name) => !page.includes(name))).toEqual([]);
    expect(page).toContain(`${String(imported.accessTokenLifespan / 60)} minutes`);
    expect(page).toContain(`${String(imported.failureFactor)} failures`);
  });

  it('comes before FreeIPA in locking whoever guesses passwords', () => {
    const [, limit] = /pwpolicy-mod .*--maxfail=(\d+)/.exec(textOf('docs/how-to/connect-freeipa.md')) ?? [];
    expect(imported.failureFactor).toBeLessThan(Number(limit));
  });
});
