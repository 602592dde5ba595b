import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStoreContract } from '../event-store.contract.ts';
import { openEmbeddedCore } from '../embedded/index.ts';
import { serveEventStore } from '../grpc-front/index.ts';
import { openEventStoreDbStore } from './index.ts';

const realServer = process.env['NETSOC_TEST_EVENTSTOREDB'];

if (realServer) {
  describeEventStoreContract('EventStoreDB', () =>
    Promise.resolve(openEventStoreDbStore({ connectionString: realServer })),
  );
} else {
  describeEventStoreContract('EventStoreDB client against our own gRPC front', async () => {
    const core = openEmbeddedCore({ file: join(mkdtempSync(join(tmpdir(), 'netsoc-grpc-')), 'events.sqlite') });
    const server = await serveEventStore({ core, port: 0 });
    const store = openEventStoreDbStore({ connectionString: server.connectionString });
    return {
      ...store,
      close: async () => {
        await store.close();
        await server.close();
        await core.close();
      },
    };
  });
}
