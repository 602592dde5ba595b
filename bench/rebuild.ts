import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.ts';
import { median, rateOf, withScratchFolder } from './measure.ts';
import type { RebuildAnswer } from './rebuild-server.ts';

const rounds = 5;
const script = fileURLToPath(new URL('rebuild-server.ts', import.meta.url));

const start = (...args: readonly string[]): ChildProcess => {
  const child = fork(script, args);
  child.once('exit', (code) => {
    if (code !== 0) throw new Error(`rebuild-server.ts ended with code ${String(code)}`);
  });
  return child;
};

const answerOf = async <Kind extends RebuildAnswer['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<RebuildAnswer, { kind: Kind }>> => {
  const [answer] = (await once(child, 'message')) as [RebuildAnswer];
  if (answer.kind !== kind) throw new Error(`the server answered ${answer.kind} instead of ${kind}`);
  return answer as Extract<RebuildAnswer, { kind: Kind }>;
};

const closed = async (child: ChildProcess): Promise<void> => {
  const exit = once(child, 'exit');
  if (child.connected) child.send('close');
  await exit;
};

/** The bare work: every row of the log, its JSON parsed, nothing done with it. */
const bareRate = (file: string): Promise<number> => {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT stream, revision, id, type, data, metadata FROM events ORDER BY position');
  const count = Number(database.prepare('SELECT count(*) AS count FROM events').get()?.['count']);
  return rateOf(count, () => {
    for (const row of rows.iterate()) {
      JSON.parse(String(row['data']));
      JSON.parse(String(row['metadata']));
    }
    database.close();
  });
};

type Outcome = Readonly<{ rate: number; bare: number; peakMebibytes: number }>;

/** Rebuilds every read model beside the running ones, comparison and switch included, over a history of about `events`. */
const rebuildAll = async (folder: string, events: number): Promise<Outcome> => {
  const writer = start('write', folder, String(events));
  const written = await answerOf(writer, 'written');
  await closed(writer);
  // The first start builds the models; the one that is measured finds them, as a server does that has run before.
  const first = start('rebuild', folder);
  await answerOf(first, 'live');
  await closed(first);

  const server = start('rebuild', folder);
  await answerOf(server, 'live');
  const rates: number[] = [];
  const bare: number[] = [];
  let peakMebibytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareRate(join(folder, 'events.sqlite')));
    server.send('rebuild');
    const rebuilt = await answerOf(server, 'rebuilt');
    if (!rebuilt.equal) throw new Error('a rebuilt read model differs from the running one');
    rates.push((written.events / rebuilt.milliseconds) * 1000);
    peakMebibytes = rebuilt.peakMebibytes;
  }
  await closed(server);
  return { rate: median(rates), bare: median(bare), peakMebibytes };
};

/**
 * `rebuild.200k`, `rebuild.1m`: events per second into all read models, against SELECT and JSON.parse of the same rows.
 * `rebuild.memory`: peak resident memory over the million, against that over the 200,000: it must not grow with the log.
 */
export const run = async (emit: (figure: Figure) => void): Promise<void> => {
  const outcomes: Outcome[] = [];
  for (const [figure, events] of [
    ['rebuild.200k', 200_000],
    ['rebuild.1m', 1_000_000],
  ] as const) {
    await withScratchFolder(async (folder) => {
      const outcome = await rebuildAll(folder, events);
      outcomes.push(outcome);
      const { rate: value, bare: baseline } = outcome;
      emit({ group: 'rebuild', figure, value, unit: 'events/s', baseline, ratio: value / baseline });
    });
  }
  const [small, large] = outcomes;
  if (small === undefined || large === undefined) throw new Error('both histories were measured');
  emit({
    group: 'rebuild',
    figure: 'rebuild.memory',
    value: large.peakMebibytes,
    unit: 'MiB',
    baseline: small.peakMebibytes,
    ratio: large.peakMebibytes / small.peakMebibytes,
  });
};
