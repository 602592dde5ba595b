import type { DatabaseSync } from 'node:sqlite';
import type { RowChanges } from '../engine/projection.ts';

/** Where which domain goes. */
export const project = (database: DatabaseSync): RowChanges => {
  const want = database.prepare('INSERT OR IGNORE INTO route (instance_id, domain) VALUES (?, ?)');
  const open = database.prepare('UPDATE route SET address = ?, since = ? WHERE instance_id = ?');
  const suspend = database.prepare('UPDATE route SET suspended = ? WHERE instance_id = ?');
  const drop = database.prepare('DELETE FROM route WHERE instance_id = ?');
  const gone = ({ event }: Readonly<{ event: { data: { instanceId: string } } }>): void => {
    drop.run(event.data.instanceId);
  };
  return {
    on: {
      'instance-requested': ({ event: { data } }) => {
        want.run(data.instanceId, data.defaultDomain);
      },
      'instance-provisioned': ({ event: { data }, metadata }) => {
        open.run(data.address, metadata.at, data.instanceId);
      },
      'instance-suspended': ({ event: { data } }) => {
        suspend.run(1, data.instanceId);
      },
      'instance-resumed': ({ event: { data } }) => {
        suspend.run(0, data.instanceId);
      },
      'instance-deletion-begun': gone,
      'instance-request-refused': gone,
      'instance-request-withdrawn': gone,
      'instance-provisioning-abandoned': gone,
    },
  };
};
