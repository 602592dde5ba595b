import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { readModelList } from '../../http/contract/operations.ts';
import type { readModel } from '../../http/contract/operations.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { operatorClient } from '../operator-client.ts';
import type { OperatorClient } from '../operator-client.ts';
import { printJson, printTable, progressBar } from '../terminal.ts';

type ReadModel = z.infer<typeof readModel>;

const list = async (client: OperatorClient): Promise<readonly ReadModel[]> =>
  (await client.get('/v1/read-models', readModelList)).items;

/** Where every read model stands. */
export const listProjections = async (context: CliContext): Promise<void> => {
  const items = await list(operatorClient(context.dataFolder));
  if (context.json) {
    printJson(context.terminal, items);
    return;
  }
  printTable(
    context.terminal,
    ['NAME', 'VERSION', 'STATE', 'POSITION', 'LAG', 'ROWS', 'KIB'],
    items.map((model) => [
      model.name,
      String(model.version),
      model.state,
      model.position ?? '-',
      String(model.lag),
      String(model.rows),
      String(Math.ceil(model.bytes / 1024)),
    ]),
  );
};

const isOver = (model: ReadModel): boolean =>
  model.rebuild === null || ['switched', 'failed', 'cancelled'].includes(model.rebuild.state);

const describe = ({ name, rebuild }: ReadModel): string => {
  if (rebuild === null) return `${name}: waiting`;
  const rate = `${String(Math.round(rebuild.eventsPerSecond))} events/s`;
  switch (rebuild.state) {
    case 'running':
      return `${name.padEnd(22)} ${progressBar(rebuild.total === 0 ? 1 : rebuild.done / rebuild.total)} ${rate}`;
    case 'comparing':
      return `${name.padEnd(22)} comparing with the running version`;
    case 'switched': {
      const verdict = rebuild.equal === null ? 'nothing to compare with' : rebuild.equal ? 'equal' : 'DIFFERENT';
      return `${name.padEnd(22)} ${progressBar(1)} ${rate}, switched (${verdict})`;
    }
    case 'failed':
    case 'cancelled':
      return `${name.padEnd(22)} ${rebuild.state}: ${rebuild.error ?? 'no reason given'}`;
  }
};

/** Redraws the lines of what is being rebuilt on a screen; elsewhere prints each change of state once. */
const progressOn = (context: CliContext): ((models: readonly ReadModel[]) => void) => {
  const { terminal } = context;
  let drawn = 0;
  const said = new Map<string, string>();
  return (models) => {
    if (context.json) return;
    if (terminal.interactive) {
      if (drawn > 0) terminal.err(`\u001b[${String(drawn)}A`);
      for (const model of models) terminal.err(`\u001b[2K${describe(model)}\n`);
      drawn = models.length;
      return;
    }
    for (const model of models) {
      const state = model.rebuild?.state ?? 'waiting';
      if (said.get(model.name) === state) continue;
      said.set(model.name, state);
      terminal.err(`${describe(model)}\n`);
    }
  };
};

/**
 * Rebuilds read models beside the running ones and waits for the end: all in one pass over the log, or some, one after
 * the other.
 * @throws CommandFailure `failed` when one failed or came out different, `usage` for an unknown name
 */
export const rebuildProjections = async (
  context: CliContext,
  names: readonly string[],
  all: boolean,
): Promise<void> => {
  const client = operatorClient(context.dataFolder);
  const known = (await list(client)).map((model) => model.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || (names.length === 0 && !all)) {
    const complaint =
      unknown.length > 0 ? `There is no read model ${unknown.join(', ')}.` : 'Name read models, or say --all.';
    throw new CommandFailure(exitCode.usage, `${complaint} They are: ${known.join(', ')}`);
  }
  const finished: ReadModel[] = [];
  const show = progressOn(context);
  for (const name of all ? ['all'] : names) {
    await client.post(`/v1/read-models/${encodeURIComponent(name)}/rebuild`, z.object({ name: z.string() }));
    for (;;) {
      const models = (await list(client)).filter((candidate) => all || candidate.name === name);
      if (models.length === 0) throw new CommandFailure(exitCode.failed, `The read model ${name} is gone.`);
      show([...finished, ...models]);
      if (models.every(isOver)) {
        finished.push(...models);
        break;
      }
      await wait(100);
    }
  }
  if (context.json) printJson(context.terminal, finished);
  const bad = finished.filter((model) => model.rebuild?.state !== 'switched' || model.rebuild.equal === false);
  if (bad.length > 0) {
    throw new CommandFailure(exitCode.failed, `Not rebuilt equal: ${bad.map((model) => model.name).join(', ')}`);
  }
};
