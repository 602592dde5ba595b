import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel } from 'ssh2';
import type { CommandResult } from '../../../application/ports/hypervisor.ts';
import { listen } from '../wire/listener.ts';
import type { Listener } from '../wire/listener.ts';
import type { ProxmoxFaults } from './proxmox-faults.ts';

export type SshDoorOptions = Readonly<{
  port: number;
  hostKey: string;
  username: string;
  /** The one key that may enter, OpenSSH public form. */
  clientPublicKey: string;
  faults: ProxmoxFaults;
  run: (line: string, stdin: string) => CommandResult;
  logger: Logger;
}>;

/** The SSH server of the lab's nodes: key log-in only, commands only, no shell behind it. */
export const openSshDoor = async (options: SshDoorOptions): Promise<Listener> => {
  const allowed = ssh2.utils.parseKey(options.clientPublicKey);
  if (allowed instanceof Error) throw allowed;

  const mayEnter = (context: AuthContext): boolean => {
    if (context.method !== 'publickey' || context.username !== options.username) return false;
    const [left, right] = [context.key.data, allowed.getPublicSSH()];
    if (context.key.algo !== allowed.type || left.length !== right.length || !timingSafeEqual(left, right))
      return false;
    // Without a signature the client only asks whether it would be worth one.
    const { blob, signature } = context;
    return signature === undefined || blob === undefined || allowed.verify(blob, signature, context.hashAlgo);
  };

  const perform = async (connection: Connection, channel: ServerChannel, line: string): Promise<void> => {
    // Not `for await`: that would destroy the channel, which is still to carry the answer.
    const chunks: Buffer[] = [];
    channel.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(channel, 'end');
    await options.faults.thawed();
    const fault = options.faults.takeForCommand();
    if (fault?.fault === 'ssh-slow') await pause(fault.milliseconds, undefined, { ref: false });
    if (fault?.fault === 'ssh-drop' && fault.when === 'before') {
      connection.end();
      return;
    }
    const result = options.run(line, Buffer.concat(chunks).toString('utf8'));
    if (fault?.fault === 'ssh-drop') {
      connection.end();
      return;
    }
    channel.write(result.stdout);
    channel.stderr.write(result.stderr);
    channel.exit(result.exitCode);
    channel.end();
  };

  const server = new ssh2.Server({ hostKeys: [options.hostKey] }, (connection: Connection) => {
    connection.on('error', (error: Error) => {
      options.logger.debug({ err: error }, 'SSH client went away');
    });
    connection.on('authentication', (context) => {
      if (mayEnter(context)) context.accept();
      else context.reject(['publickey']);
    });
    connection.on('session', (acceptSession) => {
      acceptSession().on('exec', (accept, _reject, { command }) => {
        perform(connection, accept(), command).catch((error: unknown) => {
          options.logger.error({ err: error }, 'simulated command failed');
          connection.end();
        });
      });
    });
  });

  // The plain server can be taken off its port and put back; ssh2's own can not.
  return listen(
    createServer({ noDelay: true }, (socket) => server.injectSocket(socket)),
    options.port,
  );
};
