import { join } from 'node:path';
import type { LabManifest } from '../lab/manifest.ts';

export type WelcomeFacts = Readonly<{
  url: string;
  /** Undefined with real servers. */
  manifest: LabManifest | undefined;
  dataFolder: string;
  /** From the start of the process's work to ready. */
  milliseconds: number;
}>;

/** What a person at the terminal wants to know once everything is up. */
export const welcome = ({ url, manifest, dataFolder, milliseconds }: WelcomeFacts): readonly string[] => {
  const ready = `Netsoc Cloud is ready after ${(milliseconds / 1000).toFixed(1)} s.`;
  if (manifest === undefined) return ['', ready, `  Portal  ${url}`, `  API     ${url}/docs`, ''];
  return [
    '',
    ready,
    '',
    `  Portal   ${url}`,
    `  API      ${url}/docs`,
    `  Inbox    ${manifest.mail.inboxUrl}`,
    `  Chat     ${manifest.chat.pageUrl}`,
    `  Traefik  ${manifest.traefik.url}`,
    `  Lab      ${manifest.control.url}`,
    `  Log      ${join(dataFolder, 'server.log')}`,
    '',
    '  Sign in as',
    ...manifest.accounts.map(({ username, password }) => `    ${username.padEnd(8)} ${password}`),
    '',
    '  This is the lab: Proxmox, FreeIPA, mail, chat, DNS and Traefik are simulated, nothing real is touched.',
    '  Ctrl-C ends everything; the next start goes on where it was.',
    '',
  ];
};
