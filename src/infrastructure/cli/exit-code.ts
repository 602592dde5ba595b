/**
 * What an exit status of `netsoc` means; scripts may rely on it.
 * - 0 done
 * - 1 failed
 * - 2 wrong usage: unknown command, option or argument, wrong configuration
 * - 3 not running: there is no server (or lab) in the data folder, or it does not answer
 * - 4 refused: the server said no, or the command is not for this installation
 */
export const exitCode = { done: 0, failed: 1, usage: 2, notRunning: 3, refused: 4 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Ends a command with a sentence and a status. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;

  constructor(code: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = code;
  }
}
