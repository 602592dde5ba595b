import { describe, expect, it } from '@jest/globals';
import { configurationSchema, decodeMasterKey } from './configuration.ts';
import { nearestName } from './nearest-name.ts';
import { keysAt } from './schema-keys.ts';
import { validConfiguration } from './valid-configuration.fixture.ts';

const problems = (change: (configuration: ReturnType<typeof validConfiguration>) => void): readonly string[] => {
  const configuration = validConfiguration();
  change(configuration);
  const parsed = configurationSchema.safeParse(configuration);
  return (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
};

describe('configuration schema', () => {
  it('accepts a whole configuration and fills in defaults', () => {
    const parsed = configurationSchema.parse(validConfiguration());
    expect(parsed.event_store).toEqual({ kind: 'embedded' });
    expect(parsed.http.host).toBe('127.0.0.1');
    expect(parsed.proxmox.network.nameservers).toEqual(['1.1.1.1', '8.8.8.8']);
  });

  it('refuses a gateway outside the network and a range that holds the gateway', () => {
    expect(problems((it) => (it.proxmox.network.gateway = '10.11.0.1'))).toEqual([
      'proxmox.network.gateway: is not a host address of 10.10.10.0/24',
    ]);
    expect(problems((it) => (it.proxmox.network.range = ['10.10.10.1', '10.10.10.9']))).toEqual([
      'proxmox.network.range: holds the gateway 10.10.10.1',
    ]);
  });

  it('refuses two templates of one id', () => {
    expect(problems((it) => it.proxmox.templates.push(...it.proxmox.templates))).toEqual([
      'proxmox.templates.1.id: `debian-12` is taken by another template',
    ]);
  });

  it('refuses a cluster whose certificate nothing pins', () => {
    expect(problems((it) => delete it.proxmox.cluster.api.ca)).toEqual([
      'proxmox.cluster.api: needs `ca` or `fingerprint`',
    ]);
  });

  it('reads the master key as base64 and as hexadecimal', () => {
    const key = Buffer.alloc(32, 7);
    expect(decodeMasterKey(key.toString('base64'))).toEqual(key);
    expect(decodeMasterKey(key.toString('hex'))).toEqual(key);
    expect(problems((it) => (it.master_key = 'short'))).toHaveLength(1);
  });
});

describe('keys of the schema', () => {
  it('finds the keys of nested mappings, lists and alternatives', () => {
    expect(keysAt(configurationSchema, ['proxmox', 'network', 'traefik', 'keys', 0])).toEqual(['name', 'key']);
    expect(keysAt(configurationSchema, ['event_store'])).toEqual(['kind', 'connection_string']);
  });

  it('names the nearest key, and none when nothing is near', () => {
    expect(nearestName('gatway', ['gateway', 'network'])).toBe('gateway');
    expect(nearestName('base-fqdn', ['base_fqdn', 'bridge'])).toBe('base_fqdn');
    expect(nearestName('colour', ['gateway', 'network'])).toBeUndefined();
  });
});
