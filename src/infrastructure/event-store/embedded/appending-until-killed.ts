import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openEmbeddedStore } from './index.ts';

/**
 * Child process of the durability test: appends from 16 writers for ever and prints the id of every event
 * whose append was acknowledged. Usage: node appending-until-killed.ts <file>
 */
const STANDARD_OUTPUT = 1;

const [, , file] = process.argv;
if (file === undefined) throw new Error('which file?');
const store = await openEmbeddedStore({ file });

const appendForEver = async (): Promise<never> => {
  const stream = `writer-${randomUUID()}`;
  for (;;) {
    const id = randomUUID();
    await store.append(stream, [{ id, type: 'written.v1', data: { text: 'x'.repeat(200) }, metadata: {} }], 'any');
    writeSync(STANDARD_OUTPUT, `${id}\n`);
  }
};
await Promise.all(Array.from({ length: 16 }, appendForEver));
