import { CallTimeoutError } from './client-failure.ts';

/**
 * Waits for an answer at most this long. The client's own deadline does not reach appends that share its one open call,
 * so a frozen server would hold them until the keep-alive gives up. The call itself cannot be taken back: a late
 * answer is ignored.
 * @throws CallTimeoutError
 */
export const withTimeout = async <Answer>(answer: Promise<Answer>, milliseconds: number): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new CallTimeoutError(`no answer within ${String(milliseconds)} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
};
