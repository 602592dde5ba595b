import { z } from 'zod';
import type { LabManifest } from './manifest.ts';
import { tokenVariant } from './oidc/token-variant.ts';
import type { MintedToken, MintRequest } from './oidc/token-variant.ts';

/** The control port, for tests, the CLI and `npm start`. */
export type LabClient = Readonly<{
  /** True when the lab of this manifest is alive. Never throws. */
  isAlive: () => Promise<boolean>;
  /** One command to one simulator: `control('mail', { fault: 'slow', milliseconds: 500 })`. @returns the simulator's answer */
  control: (simulator: string, command: object) => Promise<unknown>;
  /** An access token without a browser. */
  mintToken: (request: MintRequest) => Promise<MintedToken>;
  /** Ends the lab in good order; resolves when it has taken note. */
  shutDown: () => Promise<void>;
  /** Kills the lab's process as kill -9 would. */
  die: () => Promise<void>;
}>;

/** The lab refused, in its own words. */
export class LabControlError extends Error {
  override readonly name = 'LabControlError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const minted = z.object({
  accessToken: z.string(),
  expiresAt: z.string(),
  account: z.string(),
  variant: tokenVariant,
});
const failure = z.object({ error: z.string() });

export const createLabClient = (manifest: Pick<LabManifest, 'pid' | 'control'>): LabClient => {
  const call = async (method: 'GET' | 'POST', path: string, body?: object, timeoutMilliseconds = 30_000) => {
    const response = await fetch(`${manifest.control.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${manifest.control.key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const reply: unknown = await response.json();
    if (!response.ok)
      throw new LabControlError(response.status, failure.safeParse(reply).data?.error ?? response.statusText);
    return reply;
  };

  return {
    isAlive: async () => {
      const isThisLab = (reply: unknown): boolean =>
        z.object({ pid: z.literal(manifest.pid) }).safeParse(reply).success;
      // Refused, timed out, or somebody else on that port: not this lab, whatever it is.
      return call('GET', '/status', undefined, 2_000).then(isThisLab, () => false);
    },
    control: (simulator, command) => call('POST', `/control/${simulator}`, command),
    mintToken: async (request) => minted.parse(await call('POST', '/lab/token', request)),
    shutDown: async () => {
      await call('POST', '/shutdown');
    },
    die: async () => {
      await call('POST', '/die').catch((error: unknown) => {
        // It is dead when the connection breaks; an answer that refuses is another matter.
        if (error instanceof LabControlError) throw error;
      });
    },
  };
};
