/**
 * A log line as a terminal would show it in the end: progress bars of mke2fs and rsync paint over themselves with
 * backspaces and carriage returns. Other control characters are dropped.
 */
export const settledLine = (line: string): string => {
  const shown: string[] = [];
  let column = 0;
  for (const character of line) {
    if (character === '\b') column = Math.max(0, column - 1);
    else if (character === '\r') column = 0;
    else if (character === '\t' || !/\p{Cc}/u.test(character)) {
      shown[column] = character;
      column += 1;
    }
  }
  return shown.join('').trimEnd();
};
