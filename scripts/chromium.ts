import { existsSync } from 'node:fs';
import { run } from './run.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const found = (): string | undefined =>
  [process.env['NETSOC_CHROMIUM'] ?? '', ...places].find((path) => path !== '' && existsSync(path));

/**
 * Path of a Chromium to drive, installing one when there is none:
 * Debian's package when we may (root), Playwright's own elsewhere (then `undefined`: Playwright finds it itself).
 */
export const ensureChromium = async (): Promise<string | undefined> => {
  const present = found();
  if (present !== undefined) return present;
  const canUseApt = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (canUseApt) {
    process.stderr.write("Installing Debian's chromium package for the browser tests\n");
    await run('apt-get', ['update', '-q']);
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
    const installed = found();
    if (installed !== undefined) return installed;
  }
  process.stderr.write("Installing Playwright's Chromium for the browser tests\n");
  const code = await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']);
  if (code !== 0) throw new Error('no Chromium here, and none could be installed: set NETSOC_CHROMIUM to one');
  return undefined;
};
