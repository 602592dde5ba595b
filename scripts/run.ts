import { spawn } from 'node:child_process';

/** Exit code of a program that ran to its end; output goes straight to ours. */
export const run = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(signal === null ? (code ?? 1) : 1);
    });
  });

/** Runs a package's program with our own Node, so that every tool runs on the pinned version. */
export const runTool = (
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Promise<number> => run(process.execPath, [...nodeOptions, `node_modules/${script}`, ...args], env);
