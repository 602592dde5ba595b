import { validate, type SchemaPath } from '@angular/forms/signals';

/** A text that `fault` has nothing to complain of; what it says is shown at the field. */
export const faultless = (path: SchemaPath<string>, fault: (value: string) => string | undefined): void => {
  validate(path, ({ value }) => {
    const message = fault(value());
    return message === undefined ? undefined : { kind: 'fault', message };
  });
};
