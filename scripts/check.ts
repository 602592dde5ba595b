/**
 * Everything that can be said about the code without running it:
 * format, lint, types, import rules, dead code, spelling. `--fix` repairs what a machine can.
 */
import { run, runTool } from './run.ts';

type Check = Readonly<{ name: string; run: () => Promise<number> }>;

const fix = process.argv.includes('--fix');

export const checks: readonly Check[] = [
  {
    name: 'format',
    run: () => runTool('prettier/bin/prettier.cjs', [fix ? '--write' : '--check', '--log-level', 'warn', '.']),
  },
  { name: 'types', run: () => runTool('typescript/bin/tsc', ['-p', 'tsconfig.json']) },
  { name: 'types of the portal', run: () => runTool('typescript/bin/tsc', ['-p', 'web/tsconfig.json', '--noEmit']) },
  {
    name: 'lint',
    run: () =>
      runTool('eslint/bin/eslint.js', [
        '--max-warnings',
        '0',
        '--cache',
        '--cache-location',
        'node_modules/.cache/netsoc/lint',
        ...(fix ? ['--fix'] : []),
        '.',
      ]),
  },
  {
    name: 'import rules',
    run: () => runTool('dependency-cruiser/bin/dependency-cruiser.mjs', ['src', '--output-type', 'err-long']),
  },
  { name: 'dead code', run: () => runTool('knip/bin/knip.js', ['--no-progress']) },
  { name: 'generated reference', run: () => run(process.execPath, ['scripts/reference.ts', '--check']) },
  { name: 'spelling', run: () => runTool('cspell/bin.mjs', ['--no-progress', '--no-summary', '--dot', '.']) },
];

/** Runs the named checks, or all; resolves to the names of those that failed. */
export const runChecks = async (): Promise<readonly string[]> => {
  const failed: string[] = [];
  for (const check of checks) {
    const started = performance.now();
    const code = await check.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stderr.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)\n`);
    if (code !== 0) failed.push(check.name);
  }
  return failed;
};

if (import.meta.main) {
  process.exitCode = (await runChecks()).length === 0 ? 0 : 1;
}
