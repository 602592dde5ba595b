import 'reflect-metadata';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { container as rootContainer, instanceCachingFactory } from 'tsyringe';
import type { DependencyContainer } from 'tsyringe';
import type { Captcha } from '../../application/ports/captcha.ts';
import type { ChatRoom } from '../../application/ports/chat-room.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { Directory } from '../../application/ports/directory.ts';
import type { EventLog } from '../../application/ports/event-log.ts';
import type { EventStore } from '../../application/ports/event-store.ts';
import type { Hypervisor } from '../../application/ports/hypervisor.ts';
import type { KeyedHash } from '../../application/ports/keyed-hash.ts';
import type { LinkSecrets } from '../../application/ports/link-secrets.ts';
import type { SshKeyReader } from '../../application/ports/ssh-key-reader.ts';
import type { KeyVault } from '../../application/ports/key-vault.ts';
import type { Mailer } from '../../application/ports/mailer.ts';
import type { OpenPersonal } from '../../application/ports/personal-data.ts';
import type { Templates } from '../../application/ports/templates.ts';
import { createUseCases } from '../../application/use-cases/use-cases.ts';
import type { UseCases } from '../../application/use-cases/use-cases.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { createHCaptcha, noCaptcha } from '../captcha/index.ts';
import { createWebhookChatRoom, silentChatRoom } from '../chat/index.ts';
import { decodeMasterKey } from '../config/configuration.ts';
import type { Configuration } from '../config/configuration.ts';
import { createEventLog, createKeyVault, createKeyedHash, createPersonalOpener } from '../event-log/index.ts';
import { createFreeIpaDirectory } from '../freeipa/index.ts';
import { createSendGridMailer } from '../mail/index.ts';
import { createTokenVerifier } from '../oidc/index.ts';
import type { TokenVerifier } from '../oidc/index.ts';
import { createProxmoxHypervisor } from '../proxmox/proxmox-hypervisor.ts';
import { createPollRecord } from '../traefik/poll-record.ts';
import type { PollRecord } from '../traefik/poll-record.ts';
import { createSessionRecord } from '../http/session-record.ts';
import type { PersonFinder } from '../http/person-finder.ts';
import type { SessionRecord } from '../http/session-record.ts';
import { createLinkSecrets } from '../links/link-secrets.ts';
import { createSshKeyReader } from '../ssh-keys/ssh-key-reader.ts';
import { configuredTemplates } from './configured-templates.ts';
import { personFinderOf } from './person-finder-of.ts';
import { signUpPolicyOf } from './sign-up-policy-of.ts';

/** Names one part of the system and its type. */
type Token<Part> = Readonly<{ symbol: symbol; part?: Part }>;

const token = <Part>(name: string): Token<Part> => ({ symbol: Symbol(name) });

export const parts = {
  configuration: token<Configuration>('configuration'),
  dataFolder: token<string>('data folder'),
  logger: token<Logger>('logger'),
  clock: token<Clock>('clock'),
  eventStore: token<EventStore>('event store'),
  keyVault: token<KeyVault>('key vault'),
  keyedHash: token<KeyedHash>('keyed hash'),
  openPersonal: token<OpenPersonal>('opener of personal data'),
  eventLog: token<EventLog>('event log'),
  readModels: token<ReadModels>('read models'),
  templates: token<Templates>('templates'),
  directory: token<Directory>('directory'),
  hypervisor: token<Hypervisor>('hypervisor'),
  mailer: token<Mailer>('mailer'),
  chatRoom: token<ChatRoom>('chat room'),
  captcha: token<Captcha>('captcha'),
  tokenVerifier: token<TokenVerifier>('token verifier'),
  linkSecrets: token<LinkSecrets>('secrets of links'),
  sshKeys: token<SshKeyReader>('reader of SSH keys'),
  personFinder: token<PersonFinder>('finder of people'),
  sessions: token<SessionRecord>('record of sessions'),
  useCases: token<UseCases>('use cases'),
  pollRecord: token<PollRecord>('record of Traefik polls'),
} as const;

/** Gives parts on demand, each made once. */
export type Parts = Readonly<{
  get: <Part>(part: Token<Part>) => Part;
  /** For what is opened by hand, in its place in the order of starting. */
  set: <Part>(part: Token<Part>, made: Part) => void;
}>;

const partsOf = (container: DependencyContainer): Parts => ({
  get: <Part>(part: Token<Part>) => container.resolve<Part>(part.symbol),
  set: <Part>(part: Token<Part>, made: Part) => {
    container.register<Part>(part.symbol, { useValue: made });
  },
});

/**
 * Registers how every part is made; nothing is made or opened yet.
 * What has to be waited for (event store, read models) is set by the server as it starts.
 */
export const registerParts = (configuration: Configuration, dataFolder: string, logger: Logger): Parts => {
  const container = rootContainer.createChildContainer();
  const all = partsOf(container);
  const register = <Part>(part: Token<Part>, make: (get: Parts['get']) => Part): void => {
    container.register<Part>(part.symbol, { useFactory: instanceCachingFactory<Part>(() => make(all.get)) });
  };
  const { proxmox, accounts, auth, links, email, webhooks, captcha } = configuration;
  const masterKey = decodeMasterKey(configuration.master_key);

  all.set(parts.configuration, configuration);
  all.set(parts.dataFolder, dataFolder);
  all.set(parts.logger, logger);
  register(parts.clock, () => () => new Date().toISOString());
  register(parts.keyVault, (get) => createKeyVault({ store: get(parts.eventStore), masterKey }));
  register(parts.keyedHash, () => createKeyedHash(masterKey));
  register(parts.openPersonal, (get) => createPersonalOpener(get(parts.keyVault)));
  register(parts.eventLog, (get) =>
    createEventLog({ store: get(parts.eventStore), keyVault: get(parts.keyVault), logger }),
  );
  register(parts.templates, () => configuredTemplates(proxmox.templates));
  register(parts.useCases, (get) =>
    createUseCases({
      log: get(parts.eventLog),
      keyedHash: get(parts.keyedHash),
      templates: get(parts.templates),
      baseDomain: proxmox.network.base_fqdn,
      directory: get(parts.directory),
      secrets: get(parts.linkSecrets),
      outcomes: get(parts.readModels).outcomes,
      clock: get(parts.clock),
      sshKeys: get(parts.sshKeys),
      signUp: signUpPolicyOf(configuration),
      reservedNames: new Set(accounts.username_blacklist.map((name) => name.toLowerCase())),
      erasureGraceMilliseconds: accounts.erasure_grace_hours * 3_600_000,
      logger,
    }),
  );
  register(parts.linkSecrets, () => createLinkSecrets(masterKey));
  register(parts.sshKeys, createSshKeyReader);
  register(parts.personFinder, (get) =>
    personFinderOf({
      accounts: get(parts.useCases).accounts,
      directory: get(parts.directory),
      groupsOfRoles: accounts.roles,
      clock: get(parts.clock),
      log: logger,
    }),
  );
  register(parts.sessions, createSessionRecord);
  register(parts.directory, () =>
    createFreeIpaDirectory({
      ...accounts.freeipa,
      homeDirectories: accounts.home_dirs,
      loginShell: accounts.login_shell,
      logger,
    }),
  );
  register(parts.tokenVerifier, () =>
    createTokenVerifier({ issuer: auth.oidc.issuer, audience: auth.oidc.audience, logger }),
  );
  register(parts.hypervisor, () => {
    const { api, ssh } = proxmox.cluster;
    return createProxmoxHypervisor({
      url: `https://${api.server}:${String(api.port)}`,
      tokenId: `${api.username}!${api.token_name}`,
      tokenSecret: api.token_value,
      ca: api.ca,
      fingerprint: api.fingerprint,
      ssh: {
        host: ssh.server,
        port: ssh.port,
        username: ssh.username,
        privateKey: ssh.private_key,
        hostKeyFingerprint: ssh.host_key_fingerprint,
        nodes: Object.fromEntries(
          ssh.nodes.map(({ node, server, port, host_key_fingerprint: hostKeyFingerprint }) => [
            node,
            { host: server, port, hostKeyFingerprint },
          ]),
        ),
      },
    });
  });
  register(parts.mailer, () =>
    createSendGridMailer({
      ...email.sendgrid,
      from: { email: email.from_address, name: email.from_name },
      replyTo: email.reply_to_address,
      messageIdDomain: email.from_address.slice(email.from_address.lastIndexOf('@') + 1),
      portalName: email.from_name,
      portalUrl: links.base_url,
    }),
  );
  register(parts.chatRoom, () =>
    webhooks.info === undefined ? silentChatRoom : createWebhookChatRoom({ url: webhooks.info, shape: webhooks.shape }),
  );
  register(parts.captcha, () =>
    captcha.enabled && captcha.hcaptcha !== undefined ? createHCaptcha(captcha.hcaptcha) : noCaptcha,
  );
  register(parts.pollRecord, () => createPollRecord(join(dataFolder, 'traefik-poll.json'), logger));
  return all;
};
