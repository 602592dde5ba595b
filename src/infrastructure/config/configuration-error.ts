/** One thing that is wrong with a configuration. */
export type ConfigurationProblem = Readonly<{
  /** 1-based line of the file; undefined when the file as a whole is meant. */
  line: number | undefined;
  /** `proxmox.network.gateway`; empty for the whole file. */
  path: string;
  message: string;
}>;

/** Every problem of a configuration at once, in the order of their lines. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly file: string;
  readonly problems: readonly ConfigurationProblem[];

  constructor(file: string, problems: readonly ConfigurationProblem[]) {
    const lines = problems.map(({ line, path, message }) =>
      [`${file}${line === undefined ? '' : `:${String(line)}`}`, path, message]
        .filter((part) => part !== '')
        .join(': '),
    );
    super(lines.join('\n'));
    this.file = file;
    this.problems = problems;
  }
}
