import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { openEmbeddedStore } from '../../src/infrastructure/event-store/embedded/index.ts';

/**
 * The bare work of a command: JSON in, one durable event, JSON out; no token, no rules, no framework.
 * `node bare-server.ts <file>` prints its port and lives until it is killed.
 */
const store = await openEmbeddedStore({ file: process.argv[2] ?? 'bare.sqlite' });

const server = createServer((request, response) => {
  const answer = async (): Promise<void> => {
    const body = (await json(request)) as { hostname: string };
    const id = randomUUID();
    const event = { id, type: 'instance-requested.v1', data: { ...body }, metadata: {} };
    const { position } = await store.append(`instance-${id}`, [event], 'no-stream');
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id, position: String(position.commit) }));
  };
  answer().catch(() => {
    // The load generator counts what is not 202.
    response.writeHead(500).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`);
});
