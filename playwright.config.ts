import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

/** This file is read by the runner and again by each worker: what the first reading chose, the others keep. */
const chosenOnce = async (name: string, choose: () => string | Promise<string>): Promise<string> => {
  const chosen = process.env[name] ?? (await choose());
  process.env[name] = chosen;
  return chosen;
};

const freePort = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(String(typeof address === 'object' && address !== null ? address.port : 0)));
    });
  });

const port = await chosenOnce('NETSOC_E2E_PORT', freePort);
const dataFolder = await chosenOnce('NETSOC_E2E_DATA', () => path.join(tmpdir(), `netsoc-e2e-${randomUUID()}`));
const origin = `http://127.0.0.1:${port}`;
const chromium = [process.env['NETSOC_CHROMIUM'] ?? '', '/usr/bin/chromium'].find(
  (file) => file !== '' && existsSync(file),
);

/** The portal in a real Chromium, against the real server and the lab, fresh for each run. */
export default defineConfig({
  testDir: 'web/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  globalTeardown: './web/e2e/remove-data.ts',
  workers: 1,
  retries: 0,
  // Generous, because the machine may be busy with other suites; nothing waits longer than it must.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    baseURL: origin,
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Dublin',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `"${process.execPath}" src/infrastructure/main.ts`,
    env: { NETSOC_DATA_DIR: dataFolder, PORT: port, LOG_LEVEL: 'warn' },
    url: `${origin}/health/ready`,
    timeout: 180_000,
    stdout: 'ignore',
    stderr: 'pipe',
    // The lab is a process of its own; the server ends it in good order.
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
});
