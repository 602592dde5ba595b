import { rmSync } from 'node:fs';
import { env } from 'node:process';

/** Runs before the server is stopped, and it still writes on its way out; so the folder goes with the runner itself. */
const removeDataAtExit = (): void => {
  const folder = env['NETSOC_E2E_DATA'];
  if (folder !== undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};

// Playwright asks for a default export.
export default removeDataAtExit;
