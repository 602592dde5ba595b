import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { env } from 'node:process';

export type Person = 'member' | 'admin' | 'auditor';

/** What these tests need of the lab's manifest (`<data>/lab/manifest.json`). */
type Manifest = Readonly<{
  control: Readonly<{ url: string; key: string }>;
  mail: Readonly<{ url: string }>;
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

/** A mail that the lab caught. */
type Mail = Readonly<{ subject: string; text: string; links: readonly string[] }>;

const mailPollMs = 100;
const mailPatienceMs = 30_000;

/** The latest mail of a subject to an address; waits for it, as `netsoc lab inbox --wait` does. */
export const mailTo = async (address: string, subject: string): Promise<Mail> => {
  const { url } = manifest().mail;
  const deadline = Date.now() + mailPatienceMs;
  while (Date.now() < deadline) {
    const response = await fetch(`${url}/api/messages?${new URLSearchParams({ to: address }).toString()}`);
    const { messages } = (await response.json()) as { messages: readonly Mail[] };
    const found = messages.find((mail) => mail.subject === subject);
    if (found !== undefined) return found;
    await pause(mailPollMs);
  }
  throw new Error(`no mail “${subject}” came`);
};

/** The single-use link in such a mail. */
export const linkTo = async (address: string, subject: string): Promise<string> => {
  const link = (await mailTo(address, subject)).links.find((one) => one.includes('#token='));
  if (link === undefined) throw new Error(`the mail “${subject}” has no link`);
  return link;
};
