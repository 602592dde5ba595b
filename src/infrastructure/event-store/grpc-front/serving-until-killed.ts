import { openEmbeddedCore } from '../embedded/index.ts';
import { serveEventStore } from './index.ts';

/**
 * Child process of the adapter's failure tests: a server of its own, which can be killed or frozen.
 * Usage: node serving-until-killed.ts <file> <port>; prints the port when it listens.
 */
const [, , file, port] = process.argv;
if (file === undefined || port === undefined) throw new Error('which file, which port?');
const server = await serveEventStore({ core: openEmbeddedCore({ file }), port: Number(port) });
process.stdout.write(`${String(server.address.port)}\n`);
