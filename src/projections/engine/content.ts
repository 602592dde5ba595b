import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { rowReader } from './rows.ts';

/** A table of rows that events made: everything in a file but the checkpoint. */
export type ContentTable = Readonly<{
  name: string;
  columns: readonly string[];
  /** Columns of the primary key, in its order. */
  key: readonly string[];
  count: () => number;
}>;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The tables of a file, by name. */
export const contentTables = (database: DatabaseSync): readonly ContentTable[] => {
  const tables = rowReader<{ name: string }>(
    database,
    `SELECT name FROM main.sqlite_schema
     WHERE type = 'table' AND name <> 'checkpoint' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  ).all();
  return tables.map(({ name }) => {
    const columns = rowReader<{ name: string; pk: number }>(
      database,
      `SELECT name, pk FROM pragma_table_info(?, 'main') ORDER BY cid`,
    ).all(name);
    return {
      name,
      columns: columns.map((column) => column.name),
      key: columns
        .filter(({ pk }) => pk > 0)
        .sort((left, right) => left.pk - right.pk)
        .map((column) => column.name),
      count: () =>
        rowReader<{ count: number }>(database, `SELECT count(*) AS count FROM ${quoted(name)}`).first()?.count ?? 0,
    };
  });
};

/** Every row of every table, in the order of the primary keys: what two equal read models have in common. */
export const contentOf = (
  database: DatabaseSync,
): Readonly<Record<string, readonly Readonly<Record<string, SQLOutputValue>>[]>> =>
  Object.fromEntries(
    contentTables(database).map(({ name, key }) => [
      name,
      database
        .prepare(`SELECT * FROM ${quoted(name)} ORDER BY ${key.map(quoted).join(', ')}`)
        .all()
        .map((row) => ({ ...row })),
    ]),
  );

/**
 * Compares every row and column of two files, inside SQLite.
 * @param database the rebuilt file, with the running one attached under the schema name `running`
 * @returns what differs first (table, key, columns: no values, which may be personal), or undefined when all is equal
 */
export const firstDifference = (database: DatabaseSync): string | undefined => {
  for (const { name, columns, key } of contentTables(database)) {
    const table = quoted(name);
    const same = key.map((column) => `running.${quoted(column)} = rebuilt.${quoted(column)}`).join(' AND ');
    const differs = columns.map((column) => `running.${quoted(column)} IS NOT rebuilt.${quoted(column)}`).join(' OR ');
    const keyOf = (side: string): string =>
      `json_array(${key.map((column) => `${side}.${quoted(column)}`).join(', ')})`;
    const differing = rowReader<{ key: string; missing: number }>(
      database,
      `SELECT ${keyOf('rebuilt')} AS key, running.${quoted(key[0] ?? 'rowid')} IS NULL AS missing
       FROM main.${table} AS rebuilt LEFT JOIN running.${table} AS running ON ${same}
       WHERE ${differs} ORDER BY ${key.map((column) => `rebuilt.${quoted(column)}`).join(', ')} LIMIT 1`,
    ).first();
    if (differing) {
      return differing.missing === 1
        ? `${name} ${differing.key}: only in the rebuilt model`
        : `${name} ${differing.key}: a column differs`;
    }
    const surplus = rowReader<{ key: string }>(
      database,
      `SELECT ${keyOf('running')} AS key
       FROM running.${table} AS running LEFT JOIN main.${table} AS rebuilt ON ${same}
       WHERE rebuilt.${quoted(key[0] ?? 'rowid')} IS NULL LIMIT 1`,
    );
    const running = rowReader<{ count: number }>(database, `SELECT count(*) AS count FROM running.${table}`).first();
    const rebuilt = rowReader<{ count: number }>(database, `SELECT count(*) AS count FROM main.${table}`).first();
    // Every rebuilt row has its equal, so the tables can differ only by rows the rebuilt one lacks.
    if (running?.count !== rebuilt?.count) return `${name} ${surplus.first()?.key ?? ''}: only in the running model`;
  }
  return undefined;
};
