import { z } from 'zod';
import type { LabManifest } from '../lab/manifest.ts';

/** The lab does not answer, or says no. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly unreachable: boolean;

  constructor(message: string, unreachable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.unreachable = unreachable;
  }
}

const token = z.object({ accessToken: z.string(), expiresAt: z.string() });
const refusal = z.object({ error: z.string() });

const timeoutMilliseconds = 5_000;

const ask = async (url: string, init: RequestInit): Promise<unknown> => {
  let reply: Response;
  let text: string;
  try {
    reply = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMilliseconds) });
    text = await reply.text();
  } catch (error) {
    throw new LabError('the lab does not answer', true, { cause: error });
  }
  const body: unknown = text === '' ? {} : JSON.parse(text);
  if (reply.ok) return body;
  const said = refusal.safeParse(body);
  throw new LabError(said.success ? said.data.error : `the lab answered ${String(reply.status)}`, false);
};

/** What the product's own programs ask of a running lab; every call throws LabError. */
export const labClient = ({ control, mail }: LabManifest) => {
  const command = (path: string, body: unknown): Promise<unknown> =>
    ask(`${control.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${control.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    /** An access token of one of the lab's accounts, without a browser. */
    mintToken: async (account: string, expiresInSeconds: number) =>
      token.parse(await command('/lab/token', { account, expiresInSeconds })),
    /** Tells the Traefik emulator whom to poll. */
    pointTraefikTo: (endpoint: string, key: string) => command('/control/traefik', { do: 'point-to', endpoint, key }),
    /** Ends the lab in good order. */
    shutDown: () => command('/shutdown', {}),
    /** Mail that was caught, newest first. */
    inbox: (to: string | undefined) =>
      ask(`${mail.url}/api/messages${to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`}`, {}),
  };
};
