import { createLabClient } from '../../lab/lab-client.ts';
import { labSecretsOf } from '../../composition/lab-secrets.ts';
import { readServerRecord } from '../../operator/server-record.ts';
import type { CliContext } from '../context.ts';
import { printJson, printTable } from '../terminal.ts';
import { asking, isAlive, runningLab } from './running-lab.ts';

/** Prints an access token alone on its line, for `curl -H "Authorization: Bearer $(netsoc lab token member)"`. */
export const printToken = async (context: CliContext, account: string, expiresInSeconds: number): Promise<void> => {
  const minted = await asking(createLabClient(runningLab(context)).mintToken({ account, expiresInSeconds }));
  if (context.json) printJson(context.terminal, minted);
  else context.terminal.out(`${minted.accessToken}\n`);
};

/** Where everything of the lab is, with what opens it. */
export const printLabStatus = (context: CliContext): void => {
  const manifest = runningLab(context);
  const server = readServerRecord(context.dataFolder);
  const alive = server !== undefined && isAlive(server.pid) ? server : undefined;
  const { traefikKey, metricsKey } = labSecretsOf(context.dataFolder);
  if (context.json) {
    printJson(context.terminal, {
      server: alive === undefined ? null : { pid: alive.pid, url: alive.url, socket: alive.socket },
      lab: manifest,
      keys: { traefik: traefikKey, metrics: metricsKey },
    });
    return;
  }
  printTable(
    context.terminal,
    ['WHAT', 'WHERE'],
    [
      ['portal', alive === undefined ? 'not running' : `${alive.url} (process ${String(alive.pid)})`],
      ['lab', `${manifest.control.url} (process ${String(manifest.pid)})`],
      ['Proxmox VE', manifest.proxmox.url],
      ['Proxmox SSH', `${manifest.proxmox.ssh.host}:${String(manifest.proxmox.ssh.port)}`],
      ['FreeIPA', manifest.freeipa.url],
      ['OpenID provider', manifest.oidc.issuer],
      ['inbox', manifest.mail.inboxUrl],
      ['chat', manifest.chat.pageUrl],
      ['chat webhook', manifest.chat.url],
      ['DNS', `${manifest.dns.address}:${String(manifest.dns.port)}`],
      ['Traefik', manifest.traefik.url],
      ...manifest.accounts.map(({ username, password }) => [`account ${username}`, `password ${password}`]),
    ],
  );
};

/** Ends the lab; the server, if one runs, then has a world that does not answer. */
export const stopLab = async (context: CliContext): Promise<void> => {
  const manifest = runningLab(context);
  await asking(createLabClient(manifest).shutDown());
  if (context.json) printJson(context.terminal, { stopped: manifest.pid });
  else context.terminal.out('The lab ends.\n');
};
