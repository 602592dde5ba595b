import { runCli } from '../program.ts';

export type Ran = Readonly<{ status: number; out: string; err: string }>;

type RunOptions = Readonly<{
  environment?: Record<string, string>;
  signal?: AbortSignal;
  /** Told everything printed so far, whenever there is more. */
  heard?: (out: string) => void;
}>;

/** Runs one command in this process, as `netsoc` would. */
export const runNetsoc = async (argv: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => {
      out += text;
      options.heard?.(out);
    },
    err: (text: string) => {
      err += text;
    },
    interactive: false,
  };
  const never = new AbortController().signal;
  const status = await runCli(argv, terminal, options.environment ?? {}, options.signal ?? never);
  return { status, out, err };
};
