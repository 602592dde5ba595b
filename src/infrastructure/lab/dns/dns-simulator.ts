import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { decode, encode, streamDecode, streamEncode } from 'dns-packet';
import type { Logger } from 'pino';
import { listen } from '../wire/listener.ts';
import { answerQuery } from './dns-answers.ts';
import { changeZone, openDnsZone } from './dns-zone.ts';
import type { DnsZoneContent } from './dns-zone.ts';

export type DnsSimulator = Readonly<{
  address: string;
  /** The same for UDP and TCP. */
  port: number;
  /** Takes a `dnsCommand`; throws a ZodError for anything else. */
  control: (command: unknown) => Promise<DnsZoneContent>;
  close: () => Promise<void>;
}>;

export type DnsSimulatorOptions = Readonly<{ dataDirectory: string; port: number; logger: Logger }>;

const host = '127.0.0.1';

/** Longest message over UDP without extensions (RFC 1035 section 4.2.1). */
const maximumDatagram = 512;

/** Starts an authoritative DNS server over UDP and TCP, whose records are set through `control`. */
export const startDnsSimulator = async (options: DnsSimulatorOptions): Promise<DnsSimulator> => {
  const zone = openDnsZone(options.dataDirectory);
  const tcp = createServer((socket) => {
    answerStream(socket, zone.read, options.logger);
  });
  const listener = await listen(tcp, options.port, host);

  const udp = createSocket('udp4');
  udp.on('message', (message, sender) => {
    const packet = decodeOr(() => decode(message), options.logger);
    const answer = packet === undefined ? undefined : answerQuery(zone.read(), packet, false);
    if (answer === undefined) return;
    const bytes = encode(answer);
    const fitting =
      bytes.length <= maximumDatagram ? bytes : encode({ ...answer, answers: [], flags: (answer.flags ?? 0) | 0x200 });
    udp.send(fitting, sender.port, sender.address);
  });
  udp.bind(listener.port, host);
  await once(udp, 'listening').catch(async (error: unknown) => {
    // Half a server would keep its port, and this process alive.
    udp.close();
    await listener.close();
    throw error;
  });

  return {
    address: host,
    port: listener.port,
    control: (command) => Promise.resolve().then(() => changeZone(zone, command)),
    close: async () => {
      const closed = once(udp, 'close');
      udp.close();
      await Promise.all([closed, listener.close()]);
    },
  };
};

/** Messages over TCP carry their length in front (RFC 1035 section 4.2.2). */
const answerStream = (socket: Socket, zone: () => DnsZoneContent, logger: Logger): void => {
  let pending = Buffer.alloc(0);
  socket.on('error', (error) => {
    logger.debug({ err: error }, 'DNS client hung up');
  });
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= pending.readUInt16BE(0) + 2) {
      const size = pending.readUInt16BE(0) + 2;
      const message = pending.subarray(0, size);
      pending = pending.subarray(size);
      const packet = decodeOr(() => streamDecode(message), logger);
      const answer = packet === undefined ? undefined : answerQuery(zone(), packet, true);
      if (answer !== undefined) socket.write(streamEncode(answer));
    }
  });
};

/** Noise on the port is not worth more than a line. */
const decodeOr = <T>(work: () => T, logger: Logger): T | undefined => {
  try {
    return work();
  } catch (error) {
    logger.debug({ err: error }, 'not a DNS message');
    return undefined;
  }
};
