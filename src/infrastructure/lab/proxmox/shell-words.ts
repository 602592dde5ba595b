/**
 * Takes a command line apart as a POSIX shell would, for a line that only quotes: single quotes, double quotes and
 * backslashes (POSIX.1-2024, Shell Command Language, 2.2).
 * @throws SyntaxError for an open quote and for anything that a shell would act on: the lab runs no shell, and
 * a client that sends such a line has a hole that has to show
 */
export const shellWords = (line: string): readonly string[] => {
  const words: string[] = [];
  let word: string | undefined;
  let index = 0;
  const add = (text: string): void => {
    word = (word ?? '') + text;
  };
  while (index < line.length) {
    const character = line.charAt(index);
    if (character === "'") {
      const end = closing(line, index, "'");
      add(line.slice(index + 1, end));
      index = end;
    } else if (character === '"') {
      const end = closingDouble(line, index);
      add(
        line
          .slice(index + 1, end)
          .replace(/\\([$`"\\])/g, '$1')
          .replace(/\\\n/g, ''),
      );
      index = end;
    } else if (character === '\\') {
      index += 1;
      if (index >= line.length) throw new SyntaxError('a backslash at the end');
      add(line.charAt(index));
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/[|&;<>()$`*?[\]#~{}!\n]/.test(character)) {
      throw new SyntaxError(`unquoted ${JSON.stringify(character)}`);
    } else {
      add(character);
    }
    index += 1;
  }
  if (word !== undefined) words.push(word);
  return words;
};

const closing = (line: string, start: number, quote: string): number => {
  const end = line.indexOf(quote, start + 1);
  if (end < 0) throw new SyntaxError('an open quote');
  return end;
};

const closingDouble = (line: string, start: number): number => {
  for (let index = start + 1; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (character === '\\') index += 1;
    else if (character === '"') return index;
    else if (character === '$' || character === '`') throw new SyntaxError('an expansion in double quotes');
  }
  throw new SyntaxError('an open quote');
};
