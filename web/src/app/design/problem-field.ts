import type { Problem } from '../api/problem';

/** A field of a form and what to write there. */
export type FieldProblem<Name extends string> = Readonly<{ name: Name; message: string }>;

/**
 * The field that a problem is about; undefined when it is about the whole request.
 *
 * @param names of the form's fields, as the API calls them: a failed validation names its field
 * @param codes beginnings of the codes of refusals that are about one field
 */
export const problemField = <Name extends string>(
  problem: Problem,
  names: readonly Name[],
  codes: readonly (readonly [prefix: string, field: Name])[],
): FieldProblem<Name> | undefined => {
  for (const { path, message } of problem.errors) {
    const name = names.find((field) => path.split(/[./]/).at(-1) === field);
    if (name !== undefined) return { name, message };
  }
  const named = codes.find(([prefix]) => problem.code.startsWith(prefix));
  return named === undefined ? undefined : { name: named[1], message: problem.detail };
};
