import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStoreContract } from '../event-store.contract.ts';
import { openEmbeddedStore } from './index.ts';

describeEventStoreContract('embedded', () =>
  openEmbeddedStore({ file: join(mkdtempSync(join(tmpdir(), 'netsoc-log-')), 'events.sqlite') }),
);
