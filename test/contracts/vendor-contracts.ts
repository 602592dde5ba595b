import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from '@jest/globals';

/**
 * Vendors' own contracts (API schemas, recorded replies). Their licences keep them out of the repository: they lie beside it.
 */
const contractsFolder = resolve(import.meta.dirname, '../../../shared/contracts');

/** Absolute path of a contract file. */
export const contractPath = (path: string): string => resolve(contractsFolder, path);

/** A contract file, parsed; the caller says what it knows of its shape. */
export const readContract = (path: string): unknown => JSON.parse(readFileSync(contractPath(path), 'utf8'));

/**
 * Tests that need the contracts. Without them they are skipped with a line that says so; where `CI=true` their absence fails.
 */
export const describeContracts = (name: string, tests: () => void): void => {
  if (existsSync(contractsFolder)) {
    describe(name, tests);
    return;
  }
  if (process.env['CI'] === 'true') {
    describe(name, () => {
      it('has the vendors’ contracts to be held against', () => {
        throw new Error(`the contracts are missing: ${contractsFolder}`);
      });
    });
    return;
  }
  process.stderr.write(`Skipped, for ${contractsFolder} is not there: ${name}\n`);
  describe.skip(name, tests);
};
