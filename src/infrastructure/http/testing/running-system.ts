import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { z } from 'zod';
import { labConfiguration } from '../../composition/lab-configuration.ts';
import { labSecretsOf } from '../../composition/lab-secrets.ts';
import type { LabSecrets } from '../../composition/lab-secrets.ts';
import { openEventStore } from '../../composition/open-event-store.ts';
import { parts } from '../../composition/registrations.ts';
import { startServer } from '../../composition/start-server.ts';
import type { RunningServer } from '../../composition/start-server.ts';
import type { Configuration } from '../../config/configuration.ts';
import { createLabClient } from '../../lab/lab-client.ts';
import type { LabClient } from '../../lab/lab-client.ts';
import type { LabManifest } from '../../lab/manifest.ts';
import type { TokenVariant } from '../../lab/oidc/token-variant.ts';
import { startLab } from '../../lab/start-lab.ts';
import { problem } from '../contract/problem.ts';
import type { Problem } from '../contract/problem.ts';
import { openHttpFront } from '../http-front.ts';

/** The whole product with its lab in this process, on ports of their own and a data folder that goes away. */
export type RunningSystem = Readonly<{
  url: string;
  dataFolder: string;
  manifest: LabManifest;
  lab: LabClient;
  secrets: LabSecrets;
  /** Lines that the server logged. */
  logged: readonly string[];
  server: RunningServer;
  token: (account: string, variant?: TokenVariant) => Promise<string>;
  /** A request with a fresh token of an account (or none), and JSON as body unless it is text. */
  call: (account: string | undefined, method: string, path: string, options?: CallOptions) => Promise<Called>;
  /** The same where the answer must be a success of this shape; the schema is the contract's. */
  ask: <Schema extends z.ZodType>(
    schema: Schema,
    account: string | undefined,
    method: string,
    path: string,
    options?: CallOptions,
  ) => Promise<Readonly<{ status: number; headers: Headers; body: z.output<Schema> }>>;
  /** Stored types of all events in order, without the lease that a running server renews. */
  storedTypes: () => Promise<readonly string[]>;
  stop: () => Promise<void>;
}>;

type CallOptions = Readonly<{ body?: unknown; headers?: Readonly<Record<string, string>> }>;

type Called = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  /** Fields of the problem document; none when the answer is something else. */
  problem: Partial<Problem>;
}>;

const silent = pino({ level: 'silent' });

export type SystemOptions = Readonly<{
  /** Factor on the time that Proxmox's tasks take; default 0.01. */
  taskSlowness?: number;
  /** Changes the lab's configuration. */
  configure?: (configuration: Configuration) => Configuration;
}>;

/** Starts lab and server. */
export const startSystem = async (options: SystemOptions = {}): Promise<RunningSystem> => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'netsoc-system-'));
  const lab = await startLab({ dataDirectory: dataFolder, logger: silent, taskSlowness: options.taskSlowness ?? 0.01 });
  const front = await openHttpFront('127.0.0.1', 0);
  const secrets = labSecretsOf(dataFolder);
  const configuration = labConfiguration({ manifest: lab.manifest, secrets, port: front.port });
  const logged: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line) => void logged.push(line) });
  const server = await startServer({
    configuration: options.configure?.(configuration) ?? configuration,
    dataFolder,
    mode: 'lab',
    front,
    store: await openEventStore({ kind: 'embedded' }, dataFolder, logger),
    portalFolder: join(dataFolder, 'no-portal'),
    version: '0.0.0-test',
    logger,
  });
  const url = `http://127.0.0.1:${String(front.port)}`;
  const client = createLabClient(lab.manifest);
  const tokens = new Map<string, Promise<string>>();
  const token = (account: string, variant: TokenVariant = 'valid'): Promise<string> => {
    const key = `${account} ${variant}`;
    const minted = tokens.get(key) ?? client.mintToken({ account, variant }).then((answer) => answer.accessToken);
    tokens.set(key, minted);
    return minted;
  };
  const call: RunningSystem['call'] = async (account, method, path, { body, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(account === undefined ? {} : { authorization: `Bearer ${await token(account)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
    const refused = isProblem ? problem.parse(JSON.parse(text)) : {};
    return { status: response.status, headers: response.headers, text, problem: refused };
  };
  return {
    url,
    dataFolder,
    manifest: lab.manifest,
    lab: client,
    secrets,
    logged,
    server,
    token,
    call,
    ask: async (schema, account, method, path, callOptions) => {
      const { status, headers, text } = await call(account, method, path, callOptions);
      if (status >= 300) throw new Error(`${method} ${path} was answered with ${String(status)}: ${text}`);
      return { status, headers, body: schema.parse(JSON.parse(text)) };
    },
    storedTypes: async () => {
      const types: string[] = [];
      for await (const page of server.parts.get(parts.eventStore).readAll()) {
        types.push(...page.filter(({ streamId }) => !streamId.startsWith('lease-')).map(({ type }) => type));
      }
      return types;
    },
    stop: async () => {
      await server.stop();
      await lab.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};
