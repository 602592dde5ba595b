import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/**
 * A prepared SELECT whose columns are named (AS) after the fields of `Row`.
 * The one place where what SQLite returns is taken at its word: the tables are STRICT, and specs read every query.
 */
export type RowReader<Row> = Readonly<{
  first: (...parameters: SQLInputValue[]) => Row | undefined;
  all: (...parameters: SQLInputValue[]) => Row[];
}>;

/** Prepares the statement once. Rows are plain objects, free to be sent as JSON. */
export const rowReader = <Row extends object>(database: DatabaseSync, sql: string): RowReader<Row> => {
  const statement = database.prepare(sql);
  return {
    first: (...parameters) => statement.get(...parameters) as Row | undefined,
    all: (...parameters) => statement.all(...parameters) as Row[],
  };
};
