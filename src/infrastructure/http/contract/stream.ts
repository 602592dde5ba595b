import { z } from 'zod';

/**
 * Data of one `change` event of `/v1/stream`; the SSE id is the log position.
 * It says what changed, not how: the reader asks for it again with `If-Consistent-With`.
 * Work of a process on an instance has that instance as its subject.
 *
 * Two more events have `{"position":"…"}` as data: `hello` opens every stream, `reset` says that too much was missed and
 * everything is to be loaded anew.
 */
export const change = z
  .object({
    position: z.string(),
    /** Event name without version. */
    type: z.string(),
    subject: z.object({ type: z.enum(['instance', 'account', 'process', 'read-model']), id: z.string() }),
    at: z.string(),
  })
  .meta({ id: 'Change' });
