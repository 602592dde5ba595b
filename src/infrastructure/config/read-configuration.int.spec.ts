import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { ConfigurationError } from './configuration-error.ts';
import { configurationSchema } from './configuration.ts';
import { parseConfiguration, readConfiguration } from './read-configuration.ts';
import { allKeyPaths } from './schema-keys.ts';
import { validConfiguration } from './valid-configuration.fixture.ts';

const sample = readFileSync('config.sample.yml', 'utf8');

const environment = {
  FREEIPA_PASSWORD: 'freeipa password',
  METRICS_KEY: 'm'.repeat(32),
  PROXMOX_TOKEN: 'token',
  HCAPTCHA_SECRET: 'captcha secret',
  SENDGRID_KEY: 'SG.key',
  CHAT_WEBHOOK: 'https://discord.com/api/webhooks/1/token',
  TRAEFIK_KEY: 't'.repeat(32),
  EVENTSTOREDB_CONNECTION_STRING: 'esdb://127.0.0.1:2113?tls=false',
};

const complaints = (source: string): readonly string[] => {
  try {
    parseConfiguration(source, 'config.yml', environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split('\n');
    throw error;
  }
  return [];
};

describe('reading a configuration', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'netsoc-config-'));
    const certificate = validConfiguration().proxmox.cluster.api.ca ?? '';
    writeFileSync(join(folder, 'pve-root-ca.pem'), certificate);
    writeFileSync(join(folder, 'ca.crt'), certificate);
    writeFileSync(join(folder, 'id_ed25519'), validConfiguration().proxmox.cluster.ssh.private_key);
    writeFileSync(join(folder, 'master-key'), `${Buffer.alloc(32, 1).toString('base64')}\n`);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('accepts the sample once its secrets are there', () => {
    const local = sample.replaceAll(/\/etc\/(netsoc-cloud|ipa)\//g, '');
    const file = join(folder, 'config.yml');
    writeFileSync(file, local);
    const configuration = readConfiguration(file, environment);
    expect(configuration.accounts.freeipa.password).toBe('freeipa password');
    expect(configuration.master_key).toHaveLength(44);
    expect(configuration.event_store).toEqual({
      kind: 'eventstoredb',
      connection_string: 'esdb://127.0.0.1:2113?tls=false',
    });
  });

  it('documents every key of the schema in the sample, each under a comment', () => {
    const lines = sample.split('\n');
    const undocumented = allKeyPaths(configurationSchema).filter((path) => {
      const key = path.split('.').at(-1) ?? '';
      const places = lines.flatMap((line, index) => (new RegExp(`^\\s*(# |- )?${key}:`).test(line) ? [index] : []));
      return !places.some((index) => /^\s*# /.test(lines[index - 1] ?? ''));
    });
    expect(undocumented).toEqual([]);
  });

  it('tells every mistake at once, with its line and the nearest right key', () => {
    const source = stringify(validConfiguration())
      .replace('gateway: 10.10.10.1', 'gatway: 10.10.10.1')
      .replace('kind: lxc', 'kind: docker')
      .concat('bridge: vmbr1\n');
    const lineOf = (text: string): number => source.split('\n').findIndex((line) => line.includes(text)) + 1;
    const found = complaints(source);
    expect(found).toContain(
      `config.yml:${String(lineOf('gatway'))}: proxmox.network.gatway: there is no such key; did you mean \`gateway\`?`,
    );
    expect(found).toContain(
      `config.yml:${String(lineOf('bridge: vmbr1'))}: bridge: there is no such key; it belongs at \`proxmox.network.bridge\``,
    );
    expect(found.some((line) => line.startsWith(`config.yml:${String(lineOf('kind: docker'))}: `))).toBe(true);
    expect(found.some((line) => line.includes('proxmox.network.gateway: is missing'))).toBe(true);
  });

  it('says which environment variable or file is missing', () => {
    const source = stringify(validConfiguration()).replace(/master_key: .*/, 'master_key: !env NETSOC_NOWHERE');
    expect(complaints(source)[0]).toMatch(/^config\.yml:\d+: the environment variable NETSOC_NOWHERE is not set$/);
    expect(complaints(source.replace('!env NETSOC_NOWHERE', '!file nowhere.pem'))[0]).toMatch(
      /cannot read the file nowhere\.pem \(ENOENT\)$/,
    );
  });

  it('says where YAML itself is broken', () => {
    expect(complaints('http:\n  host: [1, 2\nlinks: 3\n')[0]).toMatch(/^config\.yml:\d+: /);
  });

  it('says that a configuration cannot be read', () => {
    expect(() => readConfiguration(join(folder, 'absent.yml'), {})).toThrow(/absent\.yml: cannot be read \(ENOENT\)/);
  });
});
