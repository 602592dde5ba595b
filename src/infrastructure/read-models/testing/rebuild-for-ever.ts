/** A process to be killed: opens the read models in a folder and rebuilds all of them, again and again. */
import { join } from 'node:path';
import { openReadModels } from '../../../projections/read-models.ts';
import { openHistory, silent } from './open-history.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('a folder is needed');
const { log, logSource } = await openHistory(folder);
const models = await openReadModels({ directory: join(folder, 'read-models'), log, logSource, logger: silent });
await models.engine.waitUntilLive(60_000);
process.stdout.write('rebuilding\n');
for (;;) await models.engine.rebuild('all');
