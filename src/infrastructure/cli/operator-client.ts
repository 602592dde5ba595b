import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { userInfo } from 'node:os';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { problem } from '../http/contract/problem.ts';
import { readServerRecord } from '../operator/server-record.ts';
import { CommandFailure, exitCode } from './exit-code.ts';

/** Speaks to the server that runs in a data folder, over its Unix socket. */
export type OperatorClient = Readonly<{
  get: <Schema extends z.ZodType>(path: string, schema: Schema) => Promise<z.output<Schema>>;
  post: <Schema extends z.ZodType>(path: string, schema: Schema, body?: unknown) => Promise<z.output<Schema>>;
  /** Lines of an endless answer, until the signal aborts or the server ends. */
  lines: (path: string, signal: AbortSignal) => AsyncIterable<string>;
}>;

const notRunning = (dataFolder: string, cause?: unknown): CommandFailure =>
  new CommandFailure(exitCode.notRunning, `No server runs in ${dataFolder}. Start it: npm start`, { cause });

const isAbsent = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');

/** @throws CommandFailure `notRunning` when nothing answers, `refused` with the server's own sentence, else `failed` */
export const operatorClient = (dataFolder: string): OperatorClient => {
  const send = (method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const record = readServerRecord(dataFolder);
      if (record === undefined) {
        reject(notRunning(dataFolder));
        return;
      }
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const outgoing = request(
        {
          socketPath: record.socket,
          method,
          path,
          headers: {
            host: 'localhost',
            'x-operator': userInfo().username,
            ...(payload === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
          },
          ...(signal === undefined ? {} : { signal }),
        },
        resolve,
      );
      outgoing.once('error', (error) => {
        reject(isAbsent(error) ? notRunning(dataFolder, error) : error);
      });
      outgoing.end(payload);
    });

  const refuse = async (reply: IncomingMessage): Promise<never> => {
    const body = problem.safeParse(JSON.parse(await text(reply)));
    const sentence = body.success
      ? `${body.data.detail} (${body.data.code})`
      : `the server answered ${String(reply.statusCode)}`;
    throw new CommandFailure((reply.statusCode ?? 500) < 500 ? exitCode.refused : exitCode.failed, sentence);
  };

  const succeeded = (reply: IncomingMessage): boolean => (reply.statusCode ?? 500) < 300;

  const read = async <Schema extends z.ZodType>(reply: IncomingMessage, schema: Schema): Promise<z.output<Schema>> => {
    if (!succeeded(reply)) return refuse(reply);
    return schema.parse(JSON.parse(await text(reply)));
  };

  return {
    get: async (path, schema) => read(await send('GET', path), schema),
    post: async (path, schema, body) => read(await send('POST', path, body), schema),
    lines: async function* (path, signal) {
      const reply = await send('GET', path, undefined, signal);
      if (!succeeded(reply)) await refuse(reply);
      let rest = '';
      for await (const chunk of reply.setEncoding('utf8')) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        yield* lines;
      }
    },
  };
};
