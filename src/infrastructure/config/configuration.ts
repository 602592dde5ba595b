import { z } from 'zod';
import { accounts, captcha } from './accounts-configuration.ts';
import { certificate, fqdn, identifier, ipv4, longSecret, port, secret, text, url } from './configuration-values.ts';
import { addressToNumber, parseNetwork } from './ipv4-network.ts';
import { email, webhooks } from './messages-configuration.ts';

/**
 * Everything an operator decides, as it stands in the YAML file (config.sample.yml documents it key by key).
 * Keys keep the meaning they had in the original Netsoc Cloud wherever there was one. A key that is not named here is an error.
 */

const http = z.strictObject({
  host: text.default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8080),
  trusted_proxies: z.array(text).default([]),
});

const links = z.strictObject({ base_url: url });

const auth = z.strictObject({
  oidc: z.strictObject({
    issuer: url,
    audience: text,
    client_id: text,
    scope: text.default('openid profile email'),
  }),
});

/** 32 bytes as base64 or hexadecimal. */
const masterKey = z
  .string()
  .refine(
    (value) => decodeMasterKey(value).length === 32,
    '32 bytes as base64: make one with `openssl rand -base64 32`',
  );

const eventStore = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('embedded') }),
  z.strictObject({
    kind: z.literal('eventstoredb'),
    connection_string: z.string().regex(/^(esdb|kurrentdb)(\+discover)?:\/\//, 'esdb://host:2113?tls=true'),
  }),
]);

const metrics = z.strictObject({ key: longSecret.optional() });

const rateLimits = z.strictObject({
  requests_per_minute: z.int().min(1).default(600),
  commands_per_minute: z.int().min(1).default(60),
  failed_sign_ins_per_minute: z.int().min(1).default(30),
  mails_per_minute: z.int().min(1).default(5),
  names_per_minute: z.int().min(1).default(60),
});

const resources = z.strictObject({
  cores: z.int().min(1).max(128),
  memory_mib: z.int().min(16),
  disk_gib: z.int().min(1),
  swap_mib: z.int().min(0).default(0),
});

const volume = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]*:\S+$/, 'a volume: local:vztmpl/debian-12.tar.zst');

const source = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('vztmpl'), volume }),
  z.strictObject({ type: z.literal('clone'), vmid: z.int().min(100), node: identifier }),
]);

const template = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,31}$/, 'lower-case letters, digits, dots, hyphens, at most 32'),
  kind: z.enum(['lxc']),
  title: text,
  subtitle: z.string().default(''),
  description: z.string().default(''),
  logo_url: z.string().optional(),
  source,
  resources,
});

const traefikKey = z.strictObject({ name: identifier, key: longSecret });

const hostKeyFingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'as `ssh-keygen -l` prints it: SHA256:…');

const network = z
  .strictObject({
    base_fqdn: fqdn,
    bridge: identifier,
    vlan: z.int().min(1).max(4094).optional(),
    gateway: ipv4,
    network: z.string().refine((value) => parseNetwork(value) !== undefined, 'a network: 10.10.10.0/24'),
    range: z.tuple([ipv4, ipv4]),
    nameservers: z.array(ipv4).min(1).default(['1.1.1.1', '8.8.8.8']),
    traefik: z.strictObject({
      keys: z.array(traefikKey).min(1),
      entry_points: z.array(identifier).min(1).default(['web-secure']),
      service_subdomain_cert_resolver: identifier.optional(),
      stale_after_seconds: z.int().min(5).default(120),
    }),
  })
  .superRefine((value, context) => {
    const cidr = parseNetwork(value.network);
    if (cidr === undefined) return;
    const within = (address: string): boolean =>
      addressToNumber(address) > cidr.first && addressToNumber(address) < cidr.last;
    const complain = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    if (!within(value.gateway)) complain(['gateway'], `is not a host address of ${value.network}`);
    for (const [index, address] of value.range.entries()) {
      if (!within(address)) complain(['range', index], `${address} is not a host address of ${value.network}`);
    }
    const [first, last] = value.range.map(addressToNumber) as [number, number];
    if (first > last) complain(['range'], 'begins after its end');
    const gateway = addressToNumber(value.gateway);
    if (gateway >= first && gateway <= last) complain(['range'], `holds the gateway ${value.gateway}`);
    const names = value.traefik.keys.map((key) => key.name);
    if (new Set(names).size < names.length) complain(['traefik', 'keys'], 'has two keys of one name');
  });

const proxmox = z
  .strictObject({
    cluster: z.strictObject({
      api: z
        .strictObject({
          server: text,
          port: port.default(8006),
          username: z.string().regex(/^[^@\s]+@[a-z0-9-]+$/, 'a user with its realm: netsoc@pve'),
          token_name: identifier,
          token_value: secret,
          ca: certificate.optional(),
          fingerprint: z
            .string()
            .regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/, 'SHA-256 fingerprint: AA:BB:… (32 bytes)')
            .optional(),
        })
        .refine((api) => api.ca !== undefined || api.fingerprint !== undefined, 'needs `ca` or `fingerprint`'),
      ssh: z.strictObject({
        server: text,
        port: port.default(22),
        username: text.default('root'),
        private_key: z.string().includes('PRIVATE KEY-----', 'PEM text of a private key'),
        host_key_fingerprint: hostKeyFingerprint,
        nodes: z
          .array(
            z.strictObject({
              node: identifier,
              server: text,
              port: port.default(22),
              host_key_fingerprint: hostKeyFingerprint,
            }),
          )
          .default([]),
      }),
    }),
    blacklisted_nodes: z.array(identifier).default([]),
    pool: identifier.optional(),
    instance_dir_pool: identifier.default('local'),
    vmid_range: z.tuple([z.int().min(100), z.int().max(999_999_999)]).default([10_000, 19_999]),
    network,
    templates: z.array(template).min(1),
  })
  .superRefine((value, context) => {
    if (value.vmid_range[0] > value.vmid_range[1]) {
      context.addIssue({ code: 'custom', path: ['vmid_range'], message: 'begins after its end' });
    }
    const seen = new Set<string>();
    for (const [index, { id }] of value.templates.entries()) {
      if (seen.has(id)) {
        context.addIssue({
          code: 'custom',
          path: ['templates', index, 'id'],
          message: `\`${id}\` is taken by another template`,
        });
      }
      seen.add(id);
    }
  });

export const configurationSchema = z.strictObject({
  http: http.prefault({}),
  links,
  auth,
  accounts,
  captcha: captcha.prefault({}),
  email,
  webhooks: webhooks.prefault({}),
  master_key: masterKey,
  event_store: eventStore.default({ kind: 'embedded' }),
  metrics: metrics.prefault({}),
  rate_limits: rateLimits.prefault({}),
  proxmox,
});

export type Configuration = Readonly<z.output<typeof configurationSchema>>;
/** As it may be written: defaults left out. */
export type ConfigurationInput = z.input<typeof configurationSchema>;
export type TemplateConfiguration = Configuration['proxmox']['templates'][number];

/** The 32 bytes of the master key; another length when the text is not a key. */
export function decodeMasterKey(value: string): Buffer {
  return /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
}
