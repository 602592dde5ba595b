import type { LabManifest } from '../lab/manifest.ts';
import { configurationSchema } from '../config/configuration.ts';
import type { Configuration } from '../config/configuration.ts';
import type { LabSecrets } from './lab-secrets.ts';

export type LabConfigurationOptions = Readonly<{
  manifest: LabManifest;
  secrets: LabSecrets;
  /** Port that the server listens on; the portal's address follows from it. */
  port: number;
}>;

const templates = [
  {
    id: 'debian-12',
    kind: 'lxc' as const,
    title: 'Debian 12',
    subtitle: 'Bookworm with systemd',
    description: 'A plain **Debian 12** container with SSH, made from the official template.',
    logo_url: '/logos/debian.svg',
    source: { type: 'vztmpl' as const, volume: 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst' },
    resources: { cores: 1, memory_mib: 512, disk_gib: 8, swap_mib: 512 },
  },
  {
    id: 'debian-12-web',
    kind: 'lxc' as const,
    title: 'Debian 12 web server',
    subtitle: 'nginx, ready to serve',
    description: 'A Debian 12 container with **nginx**, cloned from a template guest: ready in seconds.',
    logo_url: '/logos/debian.svg',
    source: { type: 'clone' as const, vmid: 9000, node: 'pve1' },
    resources: { cores: 2, memory_mib: 1024, disk_gib: 16, swap_mib: 512 },
  },
];

/** The configuration that an operator would write for the lab, checked by the same schema as theirs. */
export const labConfiguration = ({ manifest, secrets, port }: LabConfigurationOptions): Configuration => {
  const api = new URL(manifest.proxmox.url);
  const [username = '', token = ''] = manifest.proxmox.tokenId.split('!');
  return configurationSchema.parse({
    http: { host: '127.0.0.1', port },
    links: { base_url: `http://127.0.0.1:${String(port)}` },
    auth: {
      oidc: { issuer: manifest.oidc.issuer, audience: manifest.oidc.audience, client_id: manifest.oidc.clientId },
    },
    accounts: {
      freeipa: {
        servers: [manifest.freeipa.url],
        username: manifest.freeipa.username,
        password: manifest.freeipa.password,
        ca: manifest.freeipa.ca,
      },
      sign_up: {
        email_patterns: [String.raw`[^@]+@lab\.netsoc\.invalid`, String.raw`[^@]+@student\.netsoc\.invalid`],
        terms: { version: '2026-11', url: '/terms' },
        groups: ['members'],
        hold_hours: 24,
      },
      // Half a minute: somebody who tries it waits for the end.
      erasure_grace_hours: 30 / 3600,
      roles: { member: ['members'], admin: ['admins'], auditor: ['auditors'] },
    },
    captcha: { enabled: false },
    email: {
      from_address: 'cloud@netsoc.cloud',
      sendgrid: { key: manifest.mail.apiKey, url: manifest.mail.url },
    },
    webhooks: { info: manifest.chat.url, shape: 'discord' },
    master_key: secrets.masterKey,
    metrics: { key: secrets.metricsKey },
    // Scripts and tests are welcome to hurry here.
    rate_limits: {
      requests_per_minute: 1_000_000,
      commands_per_minute: 1_000_000,
      failed_sign_ins_per_minute: 1000,
      mails_per_minute: 1000,
      names_per_minute: 300,
    },
    proxmox: {
      cluster: {
        api: {
          server: api.hostname,
          port: Number(api.port),
          username,
          token_name: token,
          token_value: manifest.proxmox.tokenSecret,
          ca: manifest.proxmox.ca,
          fingerprint: manifest.proxmox.fingerprint,
        },
        ssh: {
          server: manifest.proxmox.ssh.host,
          port: manifest.proxmox.ssh.port,
          username: manifest.proxmox.ssh.username,
          private_key: manifest.proxmox.ssh.privateKey,
          host_key_fingerprint: manifest.proxmox.ssh.hostKeyFingerprint,
        },
      },
      instance_dir_pool: 'tank',
      pool: 'netsoc',
      network: {
        base_fqdn: 'netsoc.cloud',
        bridge: 'vmbr0',
        gateway: '10.10.10.1',
        network: '10.10.10.0/24',
        range: ['10.10.10.10', '10.10.10.250'],
        nameservers: ['10.10.10.1'],
        traefik: {
          keys: [{ name: 'lab', key: secrets.traefikKey }],
          stale_after_seconds: 60,
        },
      },
      templates,
    },
  });
};
