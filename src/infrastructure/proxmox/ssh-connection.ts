import { createHash, timingSafeEqual } from 'node:crypto';
import ssh2 from 'ssh2';
import type { Client, ClientChannel } from 'ssh2';
import type { CommandResult } from '../../application/ports/hypervisor.ts';
import { hypervisorError } from './proxmox-failure.ts';
import type { SshOptions, SshTarget } from './proxmox-options.ts';
import { posixCommandLine } from './posix-quote.ts';

type SshCommand = Readonly<{
  argv: readonly string[];
  stdin?: string | undefined;
  /** Completes "Proxmox refused to …". */
  doing: string;
}>;

export type SshConnection = Readonly<{
  /** Runs one program on the node; the connection is opened when needed and shared. Throws HypervisorError. */
  run: (command: SshCommand) => Promise<CommandResult>;
  close: () => void;
}>;

/** More than any answer of `pct` we read; a program that floods us is cut off. */
const outputLimit = 1024 * 1024;

/** SSH to one node: key login only, host key pinned by its SHA-256 fingerprint. */
export const createSshConnection = (options: SshOptions, target: SshTarget): SshConnection => {
  const timeoutMilliseconds = options.timeoutMilliseconds ?? 60_000;
  let open: Promise<Client> | undefined;

  const connected = (doing: string): Promise<Client> => {
    if (open !== undefined) return open;
    let made: Promise<Client> | undefined = undefined;
    made = connect(options, target, timeoutMilliseconds, doing, () => {
      // An older connection's end says nothing about the one that has taken its place.
      if (open === made) open = undefined;
    });
    open = made;
    return made;
  };

  return {
    run: async (command) => {
      const line = posixCommandLine(command.argv);
      return execute(await connected(command.doing), line, command, timeoutMilliseconds);
    },
    close: () => {
      open?.then(
        (client) => client.destroy(),
        // The connection never came about; its error went to whoever asked.
        () => undefined,
      );
      open = undefined;
    },
  };
};

const connect = (
  options: SshOptions,
  target: SshTarget,
  timeoutMilliseconds: number,
  doing: string,
  onGone: () => void,
): Promise<Client> =>
  new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    let shownFingerprint: string | undefined;
    client.on('ready', () => {
      // A command is a handful of small packets, each of which would wait for the one before to be acknowledged.
      client.setNoDelay(true);
      resolve(client);
    });
    client.on('close', () => {
      onGone();
      reject(hypervisorError('unreachable', doing, 'the SSH connection was closed'));
    });
    client.on('error', (error: Error & { level?: string }) => {
      onGone();
      const { level } = error;
      if (shownFingerprint !== undefined) {
        reject(hypervisorError('denied', doing, `SSH host key ${shownFingerprint} is not the pinned one`));
      } else if (level === 'client-authentication') {
        reject(hypervisorError('denied', doing, `SSH: ${error.message}`, { cause: error }));
      } else {
        reject(hypervisorError('unreachable', doing, `SSH: ${error.message}`, { cause: error }));
      }
      client.destroy();
    });
    const hostVerifier = (key: Buffer): boolean => {
      const shown = hostKeyFingerprint(key);
      const trusted = sameText(shown, target.hostKeyFingerprint);
      if (!trusted) shownFingerprint = shown;
      return trusted;
    };
    try {
      client.connect({
        host: target.host,
        port: target.port,
        username: options.username,
        privateKey: options.privateKey,
        authHandler: ['publickey'],
        hostVerifier,
        readyTimeout: timeoutMilliseconds,
        keepaliveInterval: 15_000,
        keepaliveCountMax: 3,
      });
    } catch (error) {
      // ssh2 reads the private key here and throws for one it does not understand.
      onGone();
      reject(
        hypervisorError('denied', doing, error instanceof Error ? error.message : String(error), { cause: error }),
      );
    }
  });

/** `SHA256:…` without padding, as OpenSSH prints it (RFC 4253 key blob, FIPS 180-4). */
const hostKeyFingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

const sameText = (shown: string, pinned: string): boolean => {
  const [left, right] = [Buffer.from(shown), Buffer.from(pinned.replace(/=+$/, ''))];
  return left.length === right.length && timingSafeEqual(left, right);
};

const execute = (
  client: Client,
  line: string,
  { stdin, doing }: SshCommand,
  timeoutMilliseconds: number,
): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    let channel: ClientChannel | undefined;
    const unknownOutcome = (detail: string): void => {
      clearTimeout(timer);
      client.off('close', onClose);
      channel?.destroy();
      reject(hypervisorError('unreachable', doing, detail));
    };
    const onClose = (): void => unknownOutcome('the SSH connection was lost');
    // Other commands share the connection; whether it is dead is for its keep-alive to find out.
    const timer = setTimeout(() => {
      unknownOutcome(`no end of the command within ${String(timeoutMilliseconds)} ms`);
    }, timeoutMilliseconds);
    client.once('close', onClose);

    client.exec(line, (error, opened) => {
      if (error !== undefined) {
        unknownOutcome(`SSH: ${error.message}`);
        return;
      }
      channel = opened;
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      let size = 0;
      const collect = (into: Buffer[]) => (chunk: Buffer) => {
        size += chunk.length;
        if (size > outputLimit) unknownOutcome(`more than ${String(outputLimit)} bytes of output`);
        else into.push(chunk);
      };
      let exitCode: number | undefined;
      let signal: string | undefined;
      opened.on('data', collect(stdout));
      opened.stderr.on('data', collect(stderr));
      opened.on('error', (broken: Error) => unknownOutcome(`SSH: ${broken.message}`));
      opened.on('exit', (code: number | null, name?: string) => {
        exitCode = code ?? undefined;
        signal = name;
      });
      opened.on('close', () => {
        if (exitCode === undefined) {
          unknownOutcome(signal === undefined ? 'the command ended without a status' : `the command died of ${signal}`);
          return;
        }
        clearTimeout(timer);
        client.off('close', onClose);
        resolve({
          exitCode,
          stdout: Buffer.concat(stdout).toString('utf8'),
          stderr: Buffer.concat(stderr).toString('utf8'),
        });
      });
      opened.end(stdin ?? '');
    });
  });
