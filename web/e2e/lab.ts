import { readFileSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

export type Person = 'member' | 'admin' | 'auditor';

/** What these tests need of the lab's manifest (`<data>/lab/manifest.json`). */
type Manifest = Readonly<{
  control: Readonly<{ url: string; key: string }>;
  accounts: readonly Readonly<{ username: string; password: string }>[];
}>;

const manifest = (): Manifest => {
  const folder = env['NETSOC_E2E_DATA'] ?? '';
  return JSON.parse(readFileSync(path.join(folder, 'lab/manifest.json'), 'utf8')) as Manifest;
};

export const passwordOf = (person: Person): string => {
  const account = manifest().accounts.find(({ username }) => username === person);
  if (account === undefined) throw new Error(`the lab has no account ${person}`);
  return account.password;
};

/** Tells a simulator to behave otherwise. */
export const controlLab = async (simulator: string, command: object): Promise<void> => {
  const { control } = manifest();
  const response = await fetch(`${control.url}/control/${simulator}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${control.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(command),
  });
  if (!response.ok) throw new Error(`the lab answered ${response.status}: ${await response.text()}`);
};
