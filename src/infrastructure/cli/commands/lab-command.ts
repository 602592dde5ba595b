import { readManifest } from '../../lab/manifest-file.ts';
import type { LabManifest } from '../../lab/manifest.ts';
import { LabControlError, createLabClient } from '../../lab/lab-client.ts';
import { labSecretsOf } from '../../composition/lab-secrets.ts';
import { readServerRecord } from '../../operator/server-record.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { printJson, printTable } from '../terminal.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // ESRCH: no such process; EPERM: it lives and belongs to somebody else.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
};

/** @throws CommandFailure `refused` where servers are real, `notRunning` when no lab runs in the data folder */
const runningLab = (context: CliContext): LabManifest => {
  const server = readServerRecord(context.dataFolder);
  if (context.configurationFile !== undefined || (server?.mode === 'configured' && isAlive(server.pid))) {
    throw new CommandFailure(exitCode.refused, 'This installation has real servers: lab commands are not for it.');
  }
  const manifest = readManifest(context.dataFolder);
  if (manifest === undefined || !isAlive(manifest.pid)) {
    throw new CommandFailure(exitCode.notRunning, `No lab runs in ${context.dataFolder}. Start it: npm start`);
  }
  return manifest;
};

/** @throws CommandFailure `refused` with the lab's own sentence, `notRunning` when it does not answer */
const asking = async <Result>(ask: Promise<Result>): Promise<Result> => {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof LabControlError) {
      throw new CommandFailure(exitCode.refused, `${error.message}.`, { cause: error });
    }
    // fetch: refused, dropped or timed out.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) {
      throw new CommandFailure(exitCode.notRunning, 'The lab does not answer.', { cause: error });
    }
    throw error;
  }
};

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

/** Mail that the lab caught. */
export const printInbox = async (context: CliContext, to: string | undefined): Promise<void> => {
  const manifest = runningLab(context);
  const query = to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`;
  const reply = await asking(fetch(`${manifest.mail.url}/api/messages${query}`));
  const mails: unknown = await reply.json();
  if (context.json) printJson(context.terminal, mails);
  else context.terminal.out(`${manifest.mail.inboxUrl}\n${JSON.stringify(mails, null, 2)}\n`);
};
