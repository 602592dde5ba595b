import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, ScalarTag } from 'yaml';
import type { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import type { ConfigurationProblem } from './configuration-error.ts';
import { configurationSchema } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { nearestName } from './nearest-name.ts';
import { allKeyPaths, keysAt } from './schema-keys.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `ENOENT`, `EACCES` …; undefined when the error is not the file system's. */
const fileErrorCode = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;

/** Where a value that is not in the file itself comes from: `!env NAME`, `!file path` (relative to the configuration). */
const indirections = (folder: string, environment: Environment): ScalarTag[] => [
  {
    tag: '!env',
    resolve: (name, onError) => {
      const value = environment[name];
      if (value === undefined || value === '') onError(`the environment variable ${name} is not set`);
      return value ?? '';
    },
  },
  {
    tag: '!file',
    resolve: (path, onError) => {
      try {
        return readFileSync(resolve(folder, path), 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        // A file that cannot be read is a mistake in the configuration; anything else is not ours.
        const code = fileErrorCode(error);
        if (code === undefined) throw error;
        onError(`cannot read the file ${path} (${code})`);
        return '';
      }
    },
  },
];

/** Line of the key (or list item) at `path`, or of the nearest mapping around it that exists. */
const lineOf = (document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | undefined => {
  let node: unknown = document.contents;
  let offset: number | undefined = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === part);
      if (pair === undefined || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0];
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = typeof part === 'number' ? node.items[part] : undefined;
      if (!isMap(item) && !isScalar(item) && !isSeq(item)) break;
      offset = item.range?.[0];
      node = item;
    } else break;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
};

const dotted = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

/** Says what was probably meant by a key that does not exist. */
const hint = (path: readonly PropertyKey[], key: string): string => {
  const here = nearestName(key, keysAt(configurationSchema, path));
  if (here !== undefined) return `; did you mean \`${here}\`?`;
  const elsewhere = allKeyPaths(configurationSchema).find((candidate) => candidate.split('.').at(-1) === key);
  return elsewhere === undefined ? '' : `; it belongs at \`${elsewhere}\``;
};

const problemsOf = (
  issue: z.core.$ZodIssue,
  line: (path: readonly PropertyKey[]) => number | undefined,
): readonly ConfigurationProblem[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      line: line([...issue.path, key]),
      path: dotted([...issue.path, key]),
      message: `there is no such key${hint(issue.path, key)}`,
    }));
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const message = missing ? 'is missing' : issue.message;
  return [{ line: line(issue.path), path: dotted(issue.path), message }];
};

/**
 * Parses and validates a configuration text.
 * @param file name for messages; `!file` paths are relative to its folder
 * @throws ConfigurationError with every problem and its line
 */
export const parseConfiguration = (source: string, file: string, environment: Environment): Configuration => {
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    customTags: indirections(dirname(resolve(file)), environment),
    prettyErrors: false,
  });
  const line = (path: readonly PropertyKey[]): number | undefined => lineOf(document, lines, path);
  const faults = [...document.errors, ...document.warnings].map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    path: '',
    message: error.message,
  }));
  const parsed = configurationSchema.safeParse(document.toJS() ?? {});
  // What follows from a value that could not be had is no mistake of its own.
  const faulty = new Set(faults.map((fault) => fault.line));
  const mistakes = (parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, line));
  const problems = [...faults, ...mistakes.filter((mistake) => !faulty.has(mistake.line ?? 0))];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new ConfigurationError(
    file,
    problems.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0)),
  );
};

/** Reads a configuration file. @throws ConfigurationError */
export const readConfiguration = (file: string, environment: Environment): Configuration => {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    // Absent or unreadable is the operator's to mend; it is told like any other mistake of the configuration.
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    throw new ConfigurationError(file, [{ line: undefined, path: '', message: `cannot be read (${code})` }]);
  }
  return parseConfiguration(source, file, environment);
};
