import { validate, type SchemaPath } from '@angular/forms/signals';

/**
 * A text of at most so many characters, counted as the server counts them after trimming.
 * Not Angular's `maxLength`: that sets an attribute by which browsers cut a pasted text without a word.
 */
export const atMost = (path: SchemaPath<string>, longest: number): void => {
  validate(path, ({ value }) => {
    const { length } = value().trim();
    // The counter gives way to the error, so the error counts.
    return length > longest
      ? { kind: 'maxLength', message: $localize`At most ${longest}:longest: characters; these are ${length}:length:.` }
      : undefined;
  });
};
