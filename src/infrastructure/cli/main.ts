#!/usr/bin/env node
import { runCli } from './program.ts';
import { processTerminal } from './terminal.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => {
  interrupted.abort();
});
// A reader that has seen enough (`netsoc events tail | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), processTerminal, process.env, interrupted.signal);
