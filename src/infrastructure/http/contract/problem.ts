import { z } from 'zod';

/** RFC 9457 problem details, with our stable code, the facts behind a refusal and the request id. */
export const problem = z
  .object({
    type: z.string().describe('Stable URI of the kind of problem, ends in the code.'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable, for programs: `hostname-taken`.'),
    detail: z.string().describe('The sentence a person reads.'),
    facts: z.record(z.string(), z.unknown()).optional(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('One row per field that failed validation.'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;
