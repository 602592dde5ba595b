import type { ConfigurationInput } from './configuration.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** The smallest whole configuration, for specs to change; nothing in it is reachable. */
export const validConfiguration = (): ConfigurationInput => ({
  links: { base_url: 'https://cloud.example' },
  auth: { oidc: { issuer: 'https://id.example/realms/netsoc', audience: 'api', client_id: 'portal' } },
  accounts: {
    freeipa: { servers: ['https://ipa.example'], username: 'portal', password: 'password' },
    roles: { member: ['members'], admin: ['admins'] },
  },
  email: { from_address: 'cloud@cloud.example', sendgrid: { key: 'key' } },
  master_key: Buffer.alloc(32, 1).toString('base64'),
  proxmox: {
    cluster: {
      api: {
        server: 'pve.example',
        username: 'netsoc@pve',
        token_name: 'portal',
        token_value: 'token',
        ca: certificate,
      },
      ssh: {
        server: 'pve.example',
        private_key: '-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----\n',
        host_key_fingerprint: `SHA256:${'A'.repeat(43)}`,
      },
    },
    network: {
      base_fqdn: 'cloud.example',
      bridge: 'vmbr0',
      gateway: '10.10.10.1',
      network: '10.10.10.0/24',
      range: ['10.10.10.10', '10.10.10.99'],
      traefik: { keys: [{ name: 'edge', key: 'k'.repeat(32) }] },
    },
    templates: [
      {
        id: 'debian-12',
        kind: 'lxc',
        title: 'Debian 12',
        source: { type: 'vztmpl', volume: 'local:vztmpl/debian-12.tar.zst' },
        resources: { cores: 1, memory_mib: 512, disk_gib: 8 },
      },
    ],
  },
});
