import { z } from 'zod';
import { resultForVersion } from './capabilities.ts';
import type { CommandContext } from './commands/command.ts';
import { apiVersion, serverVersion } from './commands/server-commands.ts';
import { runIpaCommand } from './ipa-commands.ts';
import { IpaError, invalidJson } from './ipa-error.ts';
import { labRealm } from './seed.ts';

/** The JSON-RPC envelope (ipaserver/rpcserver.py, jsonserver.marshal); HTTP 200 whatever it says. */
export type IpaReply = Readonly<{
  result: Readonly<Record<string, unknown>> | null;
  error: Readonly<{ code: number; message: string; data: Readonly<Record<string, string>>; name: string }> | null;
  id: unknown;
  principal: string;
  version: string;
}>;

const call = z.object({
  method: z.string(),
  params: z.tuple([z.array(z.unknown()), z.record(z.string(), z.unknown())]),
  id: z.unknown().optional(),
});

/**
 * Runs one JSON-RPC request of a logged-in caller.
 * @returns the reply, and the name of the command it answers
 */
export const answerRpc = (body: string, context: CommandContext): Readonly<{ command: string; reply: IpaReply }> => {
  const reply = (id: unknown, result: IpaReply['result'], error: IpaReply['error']): IpaReply => ({
    result,
    error,
    id: id ?? null,
    principal: `${context.caller}@${labRealm}`,
    version: serverVersion,
  });

  let id: unknown;
  let command = '';
  try {
    const request = parseCall(body);
    id = request.id;
    [command = ''] = request.method.split('/');
    const [positional, options] = request.params;
    const { version } = options;
    const result = resultForVersion(runIpaCommand(request.method, positional, options, context), version);
    const shown = version === undefined ? { ...result, messages: [versionMissing] } : result;
    return { command, reply: reply(id, shown, null) };
  } catch (error) {
    if (!(error instanceof IpaError)) throw error;
    const { code, message, data, ipaName } = error;
    return { command, reply: reply(id, null, { code, message, data, name: ipaName }) };
  }
};

/** A client that does not say which API it speaks is warned (ipalib/messages.py). */
const versionMissing = {
  type: 'warning',
  name: 'VersionMissing',
  code: 13_001,
  message: `API Version number was not sent, forward compatibility not guaranteed. Assuming server's API version, ${apiVersion}`,
  data: { server_version: apiVersion },
} as const;

const parseCall = (body: string): z.infer<typeof call> => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidJson(error.message);
    throw error;
  }
  const parsed = call.safeParse(json);
  if (!parsed.success) throw invalidJson('params must be a list of a list and an object');
  return parsed.data;
};
