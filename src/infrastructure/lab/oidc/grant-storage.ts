import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { z } from 'zod';

/** Where sessions, codes, grants and refresh tokens live; durable, so that a restart signs nobody out. */
export type GrantStorage = Readonly<{ adapter: AdapterFactory; close: () => void }>;

const schema = `
create table if not exists entries (
  model text not null,
  id text not null,
  payload text not null,
  expires_at integer,
  grant_id text,
  uid text,
  user_code text,
  primary key (model, id)
) strict, without rowid;
create index if not exists entries_by_grant on entries (grant_id) where grant_id is not null;
create index if not exists entries_by_uid on entries (model, uid) where uid is not null;
`;

const row = z.object({ payload: z.string() }).optional();
const now = (): number => Math.floor(Date.now() / 1000);

/**
 * Storage for oidc-provider (its "adapter" interface) in one SQLite file.
 * `synchronous=OFF` survives a killed process, which is all that a lab promises.
 */
export const openGrantStorage = (dataDirectory: string): GrantStorage => {
  mkdirSync(dataDirectory, { recursive: true });
  const database = new DatabaseSync(join(dataDirectory, 'oidc.sqlite'));
  database.exec(`pragma journal_mode = wal; pragma synchronous = off; ${schema}`);
  database.prepare('delete from entries where expires_at <= ?').run(now());

  const upsert = database.prepare(
    `insert into entries (model, id, payload, expires_at, grant_id, uid, user_code) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (model, id) do update set payload = excluded.payload, expires_at = excluded.expires_at,
       grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code`,
  );
  const alive = '(expires_at is null or expires_at > ?)';
  const findById = database.prepare(`select payload from entries where model = ? and id = ? and ${alive}`);
  const findByUid = database.prepare(`select payload from entries where model = ? and uid = ? and ${alive}`);
  const findByUserCode = database.prepare(`select payload from entries where model = ? and user_code = ? and ${alive}`);
  const consume = database.prepare(
    "update entries set payload = json_set(payload, '$.consumed', ?) where model = ? and id = ?",
  );
  const destroy = database.prepare('delete from entries where model = ? and id = ?');
  const revoke = database.prepare('delete from entries where model = ? and grant_id = ?');

  const decode = (found: unknown): AdapterPayload | undefined => {
    const parsed = row.parse(found);
    return parsed === undefined ? undefined : (JSON.parse(parsed.payload) as AdapterPayload);
  };

  const adapter = (model: string): Adapter => ({
    upsert: (id, payload, expiresIn) =>
      attempt(() => {
        upsert.run(
          model,
          id,
          JSON.stringify(payload),
          expiresIn === undefined ? null : now() + expiresIn,
          payload.grantId ?? null,
          payload.uid ?? null,
          payload.userCode ?? null,
        );
      }),
    find: (id) => attempt(() => decode(findById.get(model, id, now()))),
    findByUid: (uid) => attempt(() => decode(findByUid.get(model, uid, now()))),
    findByUserCode: (userCode) => attempt(() => decode(findByUserCode.get(model, userCode, now()))),
    consume: (id) =>
      attempt(() => {
        consume.run(now(), model, id);
      }),
    destroy: (id) =>
      attempt(() => {
        destroy.run(model, id);
      }),
    revokeByGrantId: (grantId) =>
      attempt(() => {
        revoke.run(model, grantId);
      }),
  });

  return {
    adapter,
    close: () => {
      database.close();
    },
  };
};

/** What SQLite throws becomes a rejection, as the interface expects. */
const attempt = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });
