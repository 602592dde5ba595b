/**
 * Quotes one argument for a POSIX shell, so that the shell reads it back byte for byte.
 * Source: POSIX.1-2024, Shell Command Language, 2.2.2 Single-Quotes.
 * @throws TypeError for a NUL character, which no argument of a program can hold
 */
const posixQuote = (argument: string): string => {
  if (argument.includes('\0')) throw new TypeError('an argument can not hold a NUL character');
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(argument) && !argument.startsWith('=')
    ? argument
    : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
};

/** The command line of an argument list: what `ssh` sends is a string that a shell on the other side takes apart. */
export const posixCommandLine = (argv: readonly string[]): string => {
  if (argv.length === 0) throw new TypeError('a command needs a program');
  return argv.map(posixQuote).join(' ');
};
