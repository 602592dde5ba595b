import { validate, type SchemaPathTree } from '@angular/forms/signals';
import type { RequestInstance } from '../api/contract';
import type { Problem } from '../api/problem';
import { atMost } from '../design/at-most';
import { problemField, type FieldProblem } from '../design/problem-field';

export type RequestDraft = RequestInstance;

const longestHostname = 24;
export const longestReason = 280;

/** What is wrong with a hostname as typed so far; undefined when it is a DNS label of at most 24 characters. */
export const hostnameFault = (hostname: string): string | undefined => {
  if (hostname === '') return $localize`Give the instance a name.`;
  if (/[A-Z]/.test(hostname)) return $localize`Small letters only.`;
  if (!/^[a-z0-9-]*$/.test(hostname)) return $localize`Only letters a to z, digits and hyphens.`;
  if (hostname.startsWith('-') || hostname.endsWith('-')) return $localize`A hyphen can not be first or last.`;
  if (hostname.length > longestHostname) return $localize`At most ${longestHostname}:longest: characters.`;
  return undefined;
};

/** The rules that can be checked while typing; the server checks them again, and those that need the log. */
export const requestRules = (path: SchemaPathTree<RequestDraft>): void => {
  validate(path.hostname, ({ value }) => {
    const message = hostnameFault(value());
    return message === undefined ? undefined : { kind: 'hostname', message };
  });
  validate(path.reason, ({ value }) =>
    value().trim() === '' ? { kind: 'required', message: $localize`Say what it is for, in a sentence.` } : undefined,
  );
  atMost(path.reason, longestReason);
};

const fieldNames = ['templateId', 'hostname', 'reason'] as const satisfies readonly (keyof RequestDraft)[];

/** Codes of refusals that are about one field; validation errors name theirs. */
const fieldOfCode: readonly (readonly [prefix: string, field: (typeof fieldNames)[number]])[] = [
  ['hostname', 'hostname'],
  ['default-domain', 'hostname'],
  ['domain', 'hostname'],
  ['template', 'templateId'],
  ['unknown-template', 'templateId'],
  ['reason', 'reason'],
];

/** The field that a problem is about and what to write there; undefined when it is about the whole request. */
export const fieldOfProblem = (problem: Problem): FieldProblem<keyof RequestDraft> | undefined =>
  problemField(problem, fieldNames, fieldOfCode);
