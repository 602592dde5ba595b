import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe } from '@jest/globals';

const folder = resolve(import.meta.dirname, '../../../shared/contracts');

/**
 * Runs a suite against the vendors' contracts, which are not part of this repository and lie beside it. Without them the
 * suite is skipped with a line that says so; continuous integration must have them.
 */
export const describeWithContracts = (name: string, suite: (contracts: string) => void): void => {
  if (existsSync(folder)) {
    describe(name, () => suite(folder));
    return;
  }
  if (process.env['CI'] === 'true') throw new Error(`${name}: the vendors' contracts are not at ${folder}`);
  process.stderr.write(`skipped: ${name}: the vendors' contracts are not at ${folder}\n`);
  describe.skip(name, () => suite(folder));
};
