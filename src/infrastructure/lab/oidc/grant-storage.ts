import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { z } from 'zod';
import { unsealed } from '../state/sealing.ts';
import type { Sealing } from '../state/sealing.ts';

/** Where sessions, codes, grants and refresh tokens live; durable, so that a restart signs nobody out. */
export type GrantStorage = Readonly<{ adapter: AdapterFactory; close: () => void }>;

/** Ids are the tokens themselves, so they are kept as digests, and payloads, which name people, sealed. */
const schema = `
create table if not exists sealed_entries (
  model text not null,
  id text not null,
  payload text not null,
  expires_at integer,
  grant_id text,
  uid text,
  user_code text,
  primary key (model, id)
) strict, without rowid;
create index if not exists sealed_entries_by_grant on sealed_entries (grant_id) where grant_id is not null;
create index if not exists sealed_entries_by_uid on sealed_entries (model, uid) where uid is not null;
-- Until now; whoever was signed in signs in again.
drop table if exists entries;
`;

const row = z.object({ payload: z.string() }).optional();
const now = (): number => Math.floor(Date.now() / 1000);

/**
 * Storage for oidc-provider (its "adapter" interface) in one SQLite file.
 * `synchronous=OFF` survives a killed process, which is all that a lab promises.
 */
export const openGrantStorage = (dataDirectory: string, sealing: Sealing = unsealed): GrantStorage => {
  mkdirSync(dataDirectory, { recursive: true });
  const database = new DatabaseSync(join(dataDirectory, 'oidc.sqlite'));
  database.exec(`pragma journal_mode = wal; pragma synchronous = off; pragma secure_delete = on; ${schema}`);
  database.prepare('delete from sealed_entries where expires_at <= ?').run(now());

  const upsert = database.prepare(
    `insert into sealed_entries (model, id, payload, expires_at, grant_id, uid, user_code) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (model, id) do update set payload = excluded.payload, expires_at = excluded.expires_at,
       grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code`,
  );
  const alive = '(expires_at is null or expires_at > ?)';
  const findById = database.prepare(`select payload from sealed_entries where model = ? and id = ? and ${alive}`);
  const findByUid = database.prepare(`select payload from sealed_entries where model = ? and uid = ? and ${alive}`);
  const findByUserCode = database.prepare(
    `select payload from sealed_entries where model = ? and user_code = ? and ${alive}`,
  );
  const replace = database.prepare('update sealed_entries set payload = ? where model = ? and id = ?');
  const destroy = database.prepare('delete from sealed_entries where model = ? and id = ?');
  const revoke = database.prepare('delete from sealed_entries where model = ? and grant_id = ?');

  const decode = (found: unknown): AdapterPayload | undefined => {
    const parsed = row.parse(found);
    return parsed === undefined ? undefined : (JSON.parse(sealing.open(parsed.payload)) as AdapterPayload);
  };
  const encode = (payload: AdapterPayload): string => sealing.seal(JSON.stringify(payload));
  const { digest } = sealing;
  const digestOrNull = (text: string | undefined): string | null => (text === undefined ? null : digest(text));

  const adapter = (model: string): Adapter => ({
    upsert: (id, payload, expiresIn) =>
      attempt(() => {
        upsert.run(
          model,
          digest(id),
          encode(payload),
          expiresIn === undefined ? null : now() + expiresIn,
          digestOrNull(payload.grantId),
          digestOrNull(payload.uid),
          digestOrNull(payload.userCode),
        );
      }),
    find: (id) => attempt(() => decode(findById.get(model, digest(id), now()))),
    findByUid: (uid) => attempt(() => decode(findByUid.get(model, digest(uid), now()))),
    findByUserCode: (userCode) => attempt(() => decode(findByUserCode.get(model, digest(userCode), now()))),
    consume: (id) =>
      attempt(() => {
        const found = decode(findById.get(model, digest(id), now()));
        if (found !== undefined) replace.run(encode({ ...found, consumed: now() }), model, digest(id));
      }),
    destroy: (id) =>
      attempt(() => {
        destroy.run(model, digest(id));
      }),
    revokeByGrantId: (grantId) =>
      attempt(() => {
        revoke.run(model, digest(grantId));
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
