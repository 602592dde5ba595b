import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const labSecrets = z.strictObject({ masterKey: z.string(), traefikKey: z.string(), metricsKey: z.string() });

export type LabSecrets = Readonly<z.infer<typeof labSecrets>>;

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // The first start has none yet.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const key = (): string => randomBytes(32).toString('base64url');

/**
 * What a real installation configures, made once for the lab and kept in the data folder (`lab-secrets.json`, mode 0600):
 * without the same master key a restart could not read the log.
 */
export const labSecretsOf = (dataFolder: string): LabSecrets => {
  const file = join(dataFolder, 'lab-secrets.json');
  const stored = readIfThere(file);
  if (stored !== undefined) return labSecrets.parse(JSON.parse(stored));
  const made = { masterKey: randomBytes(32).toString('base64'), traefikKey: key(), metricsKey: key() };
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
};
