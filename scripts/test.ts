/**
 * The whole proof: checks, server tests, portal tests, browser tests. Every suite runs even when an earlier one failed.
 * The last line counts all of them: `N passed, N failed, N skipped`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensurePortal } from '../src/infrastructure/composition/portal-build.ts';
import { checks, runChecks } from './check.ts';
import { ensureChromium } from './chromium.ts';
import { run, runTool } from './run.ts';

type Count = { passed: number; failed: number; skipped: number };

const total: Count = { passed: 0, failed: 0, skipped: 0 };
const reports = mkdtempSync(path.join(tmpdir(), 'netsoc-test-'));

const add = (name: string, count: Count): void => {
  process.stderr.write(
    `\n${name}: ${String(count.passed)} passed, ${String(count.failed)} failed, ${String(count.skipped)} skipped\n`,
  );
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
};

/** A suite that ended without a readable report counts as one failure, never as nothing. */
const readReport = (file: string, count: (report: string) => Count, exitCode: number): Count => {
  try {
    const counted = count(readFileSync(file, 'utf8'));
    return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  } catch (error) {
    process.stderr.write(`no report of this suite: ${String(error)}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

type JestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  numPendingTests: number;
};

const countJest = (text: string): Count => {
  const report = JSON.parse(text) as JestReport;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests,
  };
};

type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };

/** A test that passed only on a second try is a failure. */
const countPlaywright = (text: string): Count => {
  const { stats } = JSON.parse(text) as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
};

const esm = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];

/** Servers that tests start would otherwise each find the portal missing. */
const buildPortal = async (): Promise<void> => {
  const failure = await ensurePortal(process.cwd(), {
    folder: path.resolve('web/dist'),
    say: (line) => process.stderr.write(`${line}\n`),
  });
  add('portal build', { passed: failure === undefined ? 1 : 0, failed: failure === undefined ? 0 : 1, skipped: 0 });
  if (failure !== undefined) process.stderr.write(`${failure}\n`);
};

const runServerTests = async (): Promise<void> => {
  const file = path.join(reports, 'server.json');
  const code = await runTool('jest/bin/jest.js', ['--json', `--outputFile=${file}`], {}, esm);
  add('server tests', readReport(file, countJest, code));
};

const runPortalTests = async (): Promise<void> => {
  const file = path.join(reports, 'portal.json');
  const code = await run('npm', ['test', '-w', 'web', '--', '--json', `--outputFile=${file}`]);
  add('portal tests', readReport(file, countJest, code));
};

const runBrowserTests = async (): Promise<void> => {
  const file = path.join(reports, 'browser.json');
  const chromium = await ensureChromium();
  const code = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...(chromium === undefined ? {} : { NETSOC_CHROMIUM: chromium }),
  });
  add('browser tests', readReport(file, countPlaywright, code));
};

try {
  const failedChecks = await runChecks();
  add('checks', { passed: checks.length - failedChecks.length, failed: failedChecks.length, skipped: 0 });
  await buildPortal();
  await runServerTests();
  await runPortalTests();
  await runBrowserTests();
} finally {
  rmSync(reports, { recursive: true, force: true });
}

process.stdout.write(
  `\n${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped\n`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
