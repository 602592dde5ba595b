import path from 'node:path';
import { env } from 'node:process';
import type { Page, TestInfo } from '@playwright/test';

/** A picture for the documentation: written to `docs/images` when asked for, else kept with the results of the test. */
export const takeScreenshot = async (page: Page, name: string, testInfo: TestInfo): Promise<void> => {
  const file =
    env['UPDATE_SCREENSHOTS'] === '1'
      ? path.join(testInfo.config.rootDir, '../../docs/images', `${name}.png`)
      : testInfo.outputPath(`${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
};
