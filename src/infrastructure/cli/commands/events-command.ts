import { once } from 'node:events';
import { z } from 'zod';
import { EventStoreError } from '../../../application/ports/event-store.ts';
import { serveLog } from '../../composition/serve-log.ts';
import type { ServedLog } from '../../composition/serve-log.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { operatorClient } from '../operator-client.ts';
import { printJson } from '../terminal.ts';

const shownEvent = z.looseObject({
  position: z.string(),
  stream: z.string(),
  revision: z.int(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.looseObject({ at: z.string(), actor: z.object({ type: z.string(), id: z.string() }) }),
});

const line = (event: z.infer<typeof shownEvent>): string => {
  const { at, actor } = event.metadata;
  return `${event.position.padStart(6)}  ${at}  ${event.type}  ${event.stream}@${String(event.revision)}  by ${actor.type} ${actor.id}\n`;
};

/** Follows the log until it is interrupted. */
export const tailEvents = async (
  context: CliContext,
  options: Readonly<{ after?: string; stream?: string; signal: AbortSignal }>,
): Promise<void> => {
  const query = new URLSearchParams();
  if (options.after !== undefined) query.set('after', options.after);
  if (options.stream !== undefined) query.set('stream', options.stream);
  const lines = operatorClient(context.dataFolder).lines(`/operator/events?${query.toString()}`, options.signal);
  try {
    for await (const text of lines) {
      context.terminal.out(context.json ? `${text}\n` : line(shownEvent.parse(JSON.parse(text))));
    }
  } catch (error) {
    // Ctrl-C is how a tail ends.
    if (!options.signal.aborted) throw error;
  }
};

/** Shows one event, or all events of a stream. @throws CommandFailure `failed` when there is none */
export const showEvents = async (context: CliContext, stream: string, revision: string | undefined): Promise<void> => {
  const client = operatorClient(context.dataFolder);
  const { items } = await client.get(
    `/operator/streams/${encodeURIComponent(stream)}`,
    z.object({ items: z.array(shownEvent) }),
  );
  const wanted = revision === undefined ? items : items.filter((event) => String(event.revision) === revision);
  if (wanted.length === 0) throw new CommandFailure(exitCode.failed, `There is no such event in ${stream}.`);
  if (context.json || revision !== undefined) printJson(context.terminal, revision === undefined ? wanted : wanted[0]);
  else for (const event of wanted) context.terminal.out(line(event));
};

/**
 * Serves the log of a data folder without a server until it is interrupted.
 * @throws CommandFailure `refused` while a server writes that log
 */
export const serveEvents = async (context: CliContext, port: number, signal: AbortSignal): Promise<void> => {
  let served: ServedLog;
  try {
    served = await serveLog(context.dataFolder, port);
  } catch (error) {
    if (!(error instanceof EventStoreError)) throw error;
    const code = error.failure === 'locked' ? exitCode.refused : exitCode.failed;
    throw new CommandFailure(code, `${error.message}.`, { cause: error });
  }
  if (context.json) printJson(context.terminal, { connectionString: served.connectionString });
  else context.terminal.out(`${served.connectionString}\nCtrl-C ends it.\n`);
  if (!signal.aborted) await once(signal, 'abort');
  await served.close();
};
