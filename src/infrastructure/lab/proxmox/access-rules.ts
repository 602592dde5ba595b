import { ApiRefusal } from './api-refusal.ts';

/** As the vendor writes it under `permissions` of a call; a contract test compares them. */
type AccessCheck =
  | readonly ['perm', path: string, privileges: readonly string[], ...(['any', 1] | ['require_param', string] | [])]
  | readonly ['and' | 'or', ...AccessCheck[]];

export type AccessRule = Readonly<{ user: 'all' }> | Readonly<{ check: AccessCheck }>;

export const everybody: AccessRule = { user: 'all' };

/** `Permission check failed (/vms/100, VM.Allocate)`, status 403. */
export const missingPrivilege = (path: string, privileges: readonly string[]): ApiRefusal =>
  new ApiRefusal(403, `Permission check failed (${path}, ${privileges.join('|')})`);

/**
 * Enforces a rule for a token whose role is given on `/`.
 * @throws ApiRefusal 403
 */
export const assertAllowed = (
  rule: AccessRule,
  held: ReadonlySet<string>,
  parameters: Readonly<Record<string, string>>,
): void => {
  if ('user' in rule) return;
  const refusal = refusalOf(rule.check, held, parameters);
  if (refusal !== undefined) throw refusal;
};

const refusalOf = (
  check: AccessCheck,
  held: ReadonlySet<string>,
  parameters: Readonly<Record<string, string>>,
): ApiRefusal | undefined => {
  if (check[0] === 'perm') {
    const [, template, privileges, mode, parameter] = check;
    const path = template.replace(/\{(\w+)\}/g, (_whole, name: string) => parameters[name] ?? '');
    if (mode === 'require_param' && parameters[String(parameter)] === undefined)
      return missingPrivilege(path, privileges);
    const passes =
      mode === 'any' ? privileges.some((name) => held.has(name)) : privileges.every((name) => held.has(name));
    return passes ? undefined : missingPrivilege(path, privileges);
  }
  const [word, ...parts] = check;
  const refusals = parts.map((part) => refusalOf(part, held, parameters));
  const found = refusals.find((refusal) => refusal !== undefined);
  return word === 'and' || refusals.every((refusal) => refusal !== undefined) ? found : undefined;
};
