import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openDurableDocument } from './durable-document.ts';
import { createSealing } from './sealing.ts';
import type { Sealing } from './sealing.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsoc-document-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const sealing = createSealing(randomBytes(32));
const path = () => join(folder, 'people.json');
const open = (sealedWith?: Sealing) =>
  openDurableDocument({
    path: path(),
    schema: z.array(z.string()),
    initial: () => ['ada@x'],
    sealing: sealedWith,
  });

describe('a document on disk', () => {
  it('is there again after a restart, and for its owner only', () => {
    open().change((people) => [...people, 'bob@x']);
    expect(open().read()).toEqual(['ada@x', 'bob@x']);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('can be sealed: nothing of it can be read in the file', () => {
    open(sealing).change((people) => [...people, 'bob@x']);
    expect(open(sealing).read()).toEqual(['ada@x', 'bob@x']);
    expect(readFileSync(path(), 'utf8')).not.toMatch(/ada@|bob@/);
  });

  it('is sealed when it is opened, if an older version left it plain', () => {
    writeFileSync(path(), '["ada@x","eve@x"]');
    expect(open(sealing).read()).toEqual(['ada@x', 'eve@x']);
    expect(readFileSync(path(), 'utf8')).not.toMatch(/ada@|eve@/);
    expect(open(sealing).read()).toEqual(['ada@x', 'eve@x']);
  });

  it('refuses a file of another shape', () => {
    writeFileSync(path(), '{"people":1}');
    expect(() => open()).toThrow(z.ZodError);
  });
});
