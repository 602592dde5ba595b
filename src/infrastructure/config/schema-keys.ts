import { z } from 'zod';

/** The schemas that may stand at one place once wrappers (optional, default, refinement) are taken off. */
const unwrap = (schema: z.core.$ZodType): readonly z.core.$ZodType[] => {
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodDefault ||
    schema instanceof z.core.$ZodPrefault ||
    schema instanceof z.core.$ZodNullable
  ) {
    return unwrap(schema._zod.def.innerType);
  }
  if (schema instanceof z.core.$ZodPipe) return unwrap(schema._zod.def.in);
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options.flatMap(unwrap);
  return [schema];
};

const children = (schema: z.core.$ZodType): readonly (readonly [string, z.core.$ZodType])[] =>
  unwrap(schema).flatMap((plain) => {
    if (plain instanceof z.core.$ZodObject) return Object.entries(plain._zod.def.shape);
    if (plain instanceof z.core.$ZodArray) return children(plain._zod.def.element);
    return [];
  });

/** Keys that may stand in the mapping at `path`; array indexes in the path are passed over. */
export const keysAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] => {
  const [head, ...rest] = path.filter((part) => typeof part === 'string');
  if (head === undefined) return [...new Set(children(schema).map(([key]) => key))];
  const found = children(schema).filter(([key]) => key === head);
  return [...new Set(found.flatMap(([, child]) => keysAt(child, rest)))];
};

/** Dotted path of every key of the schema: `proxmox.network.gateway`; lists add nothing to a path. */
export const allKeyPaths = (schema: z.core.$ZodType, prefix = ''): readonly string[] => [
  ...new Set(
    children(schema).flatMap(([key, child]) => [`${prefix}${key}`, ...allKeyPaths(child, `${prefix}${key}.`)]),
  ),
];
