import { rmSync } from 'node:fs';
import { env } from 'node:process';

/** Runs after the last test and before the server is stopped; what the server still writes on its way out goes with the rest. */
// eslint-disable-next-line import/no-default-export -- Playwright asks for one
export default (): (() => void) | void => {
  const folder = env['NETSOC_E2E_DATA'];
  if (folder !== undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};
