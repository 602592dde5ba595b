/** Where a command writes: results to `out`, everything else to `err`. */
export type Terminal = Readonly<{
  out: (text: string) => void;
  err: (text: string) => void;
  /** Whether `err` is a screen on which a line may be drawn over. */
  interactive: boolean;
}>;

/** The terminal of this process. */
export const processTerminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
};

/** One JSON document, for programs. */
export const printJson = (terminal: Terminal, value: unknown): void => {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
};

/** Rows in columns as wide as their widest cell. */
export const printTable = (terminal: Terminal, head: readonly string[], rows: readonly (readonly string[])[]): void => {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  for (const line of lines) {
    terminal.out(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
};

const barWidth = 24;

/** `[##########--------------] 42 %` */
export const progressBar = (share: number): string => {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${String(Math.round(share * 100)).padStart(3)} %`;
};
