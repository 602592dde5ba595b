import { z } from 'zod';
import { IpaError, conversion, required, unknownCommand } from '../ipa-error.ts';
import { readArguments } from '../ipa-parameters.ts';
import type { CommandContext, IpaCommand } from './command.ts';

const params = z.tuple([z.array(z.unknown()), z.record(z.string(), z.unknown())]);

/**
 * Several commands in one request, each with its own result or error (ipaserver/plugins/batch.py).
 * @param find the command of a name as it is called, `user_show` or `user_show/1`
 */
export const batchOf = (find: (method: string) => IpaCommand | undefined): IpaCommand => ({
  signature: {
    arguments: [{ name: 'methods', required: false, repeated: true, type: 'dictionary' }],
    options: { version: 'text' },
  },
  run: (given, context) => {
    const results = given.dictionaries.map((call) => runOne(call, find, context));
    return { count: results.length, results };
  },
});

const runOne = (
  call: Readonly<Record<string, unknown>>,
  find: (method: string) => IpaCommand | undefined,
  context: CommandContext,
): Readonly<Record<string, unknown>> => {
  try {
    const { method } = call;
    if (typeof method !== 'string') throw required('method');
    if (call['params'] === undefined) throw required('params');
    const command = find(method);
    if (command === undefined) throw unknownCommand(method);
    const parsed = params.safeParse(call['params']);
    if (!parsed.success) throw conversion('params', 'must contain a tuple (list, dict)');
    const [positional, options] = parsed.data;
    return { ...command.run(readArguments(method, command.signature, positional, options), context), error: null };
  } catch (error) {
    if (!(error instanceof IpaError)) throw error;
    return { error: error.message, error_code: error.code, error_name: error.ipaName, error_kw: error.data };
  }
};
