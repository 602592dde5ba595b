import { parsePosition } from '../../application/ports/position.ts';
import type { Position } from '../../application/ports/event-store.ts';
import type { ApiServices } from './api-services.ts';
import { HttpProblem } from './http-problem.ts';
import type { RequestFacts } from './route.ts';

const longestWaitMilliseconds = 2000;

/**
 * @param readModels that the answer is made from
 * @throws HttpProblem 503 when they do not hold the position in time, so that nobody takes an old answer for the new one
 */
export const waitForPosition = async (
  services: Pick<ApiServices, 'waitFor'>,
  position: Position,
  ...readModels: readonly string[]
): Promise<void> => {
  if (await services.waitFor(readModels, position, longestWaitMilliseconds)) return;
  throw new HttpProblem(503, 'not-caught-up', 'The read models have not come that far yet; ask again in a moment.', {
    headers: { 'Retry-After': '1' },
  });
};

/**
 * Reads your own writes: `If-Consistent-With: <position>` waits until the read models hold it.
 * @throws HttpProblem as {@link waitForPosition}
 */
export const waitUntilConsistent = async (
  services: Pick<ApiServices, 'waitFor'>,
  request: RequestFacts,
  ...readModels: readonly string[]
): Promise<void> => {
  const header = request.headers['if-consistent-with'];
  if (header === undefined) return;
  const position = parsePosition(Array.isArray(header) ? header.join() : header);
  await waitForPosition(services, position, ...readModels);
};
