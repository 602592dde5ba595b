import { join } from 'node:path';
import { openDurableDocument } from '../state/durable-document.ts';
import type { DurableDocument } from '../state/durable-document.ts';
import type { Sealing } from '../state/sealing.ts';
import { ipaDatabaseContent } from './ipa-entries.ts';
import type { IpaDatabaseContent } from './ipa-entries.ts';
import { seededDatabase } from './seed.ts';

export type IpaDatabase = DurableDocument<IpaDatabaseContent>;

/** Opens the simulator's people and groups under a folder; a new one holds the lab's accounts. */
export const openIpaDatabase = (dataDirectory: string, sealing?: Sealing): IpaDatabase =>
  openDurableDocument<IpaDatabaseContent>({
    path: join(dataDirectory, 'freeipa.json'),
    schema: ipaDatabaseContent,
    initial: seededDatabase,
    sealing,
  });
