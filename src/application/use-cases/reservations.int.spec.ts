import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventLog } from '../../infrastructure/event-log/testing/open-event-log.ts';
import type { OpenedEventLog } from '../../infrastructure/event-log/testing/open-event-log.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { CommandContext } from './command-context.ts';
import { createReservations } from './reservations.ts';
import type { Reservations } from './reservations.ts';

let opened: OpenedEventLog;
let reservations: Reservations;
beforeEach(async () => {
  opened = await openEventLog();
  reservations = createReservations(opened);
});
afterEach(() => opened.close());

const context = (now = '2026-05-04T12:00:00.000Z'): CommandContext => ({
  commandId: randomUUID(),
  correlationId: 'correlation',
  actor: { type: 'system', id: 'provisioning' },
  source: { channel: 'process' },
  now,
});
const hostname = (value: string, holder = 'i-1') => ({ kind: 'hostname', value, holder }) as const;
const domain = (value: string, holder = 'i-1') => ({ kind: 'domain', value, holder }) as const;
const typesIn = async (streamId: string) => (await opened.log.load(streamId)).events.map(({ event }) => event.type);

describe('reserving', () => {
  it('can be repeated without effect', async () => {
    await reservations.reserve([hostname('web')], context());
    await reservations.reserve([hostname('web')], context());
    expect(await typesIn('hostname-web')).toEqual(['reservation-made']);
  });

  it('takes over what was not confirmed within half an hour', async () => {
    await reservations.reserve([hostname('web')], context());
    const taking = (now: string) => reservations.reserve([hostname('web', 'i-2')], context(now));
    await expect(taking('2026-05-04T12:29:59.999Z')).rejects.toMatchObject({ code: 'hostname-taken' });
    await taking('2026-05-04T12:30:00.000Z');
    await expect(reservations.confirm(hostname('web'), context())).rejects.toMatchObject({ code: 'hostname-not-held' });
  });

  it('takes all or none', async () => {
    await reservations.reserve([domain('a.netsoc.cloud')], context());
    const both = [hostname('web', 'i-2'), domain('a.netsoc.cloud', 'i-2')];
    await expect(reservations.reserve(both, context())).rejects.toMatchObject({ code: 'domain-taken' });
    expect(await typesIn('hostname-web')).toEqual([]);
  });

  it('gives back what it took when the rest was lost in a race', async () => {
    const stream = `domain-${opened.keyedHash('domain', 'a.netsoc.cloud')}`;
    const log: EventLog = {
      ...opened.log,
      append: async (loaded, ...rest) => {
        if (loaded.streamId === stream) await reservations.reserve([domain('a.netsoc.cloud', 'rival')], context());
        return opened.log.append(loaded, ...rest);
      },
    };
    const racing = createReservations({ ...opened, log });
    const both = [hostname('web'), domain('a.netsoc.cloud')];
    await expect(racing.reserve(both, context())).rejects.toMatchObject({ code: 'domain-taken' });
    expect(await typesIn('hostname-web')).toEqual(['reservation-made', 'reservation-released']);
    await reservations.reserve([hostname('web', 'i-2')], context());
  });

  it('does not tell capital letters of a domain apart, and stores it unreadably', async () => {
    await reservations.reserve([domain('a.netsoc.cloud')], context());
    const again = reservations.reserve([domain('A.netsoc.cloud', 'i-2')], context());
    await expect(again).rejects.toMatchObject({ code: 'domain-taken' });
    const stream = `domain-${opened.keyedHash('domain', 'a.netsoc.cloud')}`;
    expect(JSON.stringify(await opened.store.readStream(stream))).not.toContain('netsoc.cloud');
  });
});

describe('confirming and releasing', () => {
  it('can be repeated without effect', async () => {
    await reservations.reserve([hostname('web')], context());
    for (let time = 0; time < 2; time += 1) await reservations.confirm(hostname('web'), context());
    for (let time = 0; time < 2; time += 1) await reservations.release(hostname('web'), context());
    expect(await typesIn('hostname-web')).toEqual([
      'reservation-made',
      'reservation-confirmed',
      'reservation-released',
    ]);
  });

  it('leaves alone what was never reserved, or belongs to others', async () => {
    await reservations.release(hostname('web'), context());
    await reservations.reserve([hostname('web')], context());
    await reservations.release(hostname('web', 'i-2'), context());
    expect(await typesIn('hostname-web')).toEqual(['reservation-made']);
  });

  it('lets a command reserve again what it gave back', async () => {
    const same = context();
    await reservations.reserve([hostname('web')], same);
    await reservations.releaseAll([hostname('web')], same);
    await reservations.reserve([hostname('web')], same);
    expect(await typesIn('hostname-web')).toEqual(['reservation-made', 'reservation-released', 'reservation-made']);
  });
});
