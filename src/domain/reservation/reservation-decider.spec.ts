import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.ts';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import type { ReservationCommand } from './reservation-commands.ts';
import { reservationDecider, reservationStream } from './reservation-decider.ts';
import type { ReservationEvent } from './reservation-events.ts';

const { given } = specificationOf(reservationDecider);

const web = { kind: 'hostname', value: 'web' } as const;
const noon = '2026-05-04T12:00:00.000Z';
const quarterPast = '2026-05-04T12:15:00.000Z';
const one = '2026-05-04T13:00:00.000Z';

const reserve = (holder: string, now = noon, until = quarterPast): ReservationCommand => ({
  type: 'reserve',
  ...web,
  holder,
  now,
  until,
});
const made = (holder: string, until = quarterPast): ReservationEvent => ({
  type: 'reservation-made',
  data: { ...web, holder, until },
});
const confirmed = (holder: string): ReservationEvent => ({
  type: 'reservation-confirmed',
  data: { ...web, holder },
});
const released = (holder: string): ReservationEvent => ({
  type: 'reservation-released',
  data: { ...web, holder },
});

describe('a scarce value', () => {
  it('goes to whoever asks first', () => {
    given([])
      .when(reserve('ada'))
      .then([made('ada')]);
    given([made('ada')])
      .when(reserve('bob'))
      .thenRefused('hostname-taken', { hostname: 'web' });
    given([made('ada'), confirmed('ada')])
      .when(reserve('bob'))
      .thenRefused('hostname-taken');
  });

  it('stays with its holder who asks again', () => {
    given([made('ada')])
      .when(reserve('ada'))
      .thenNothing();
    given([made('ada'), confirmed('ada')])
      .when(reserve('ada', one))
      .thenNothing();
  });

  it('can be taken over once an unconfirmed reservation ran out', () => {
    given([made('ada')])
      .when(reserve('bob', quarterPast, one))
      .then([made('bob', one)]);
  });

  it('is held for the full time again by its holder who asks when less than half is left', () => {
    given([made('ada')])
      .when(reserve('ada', '2026-05-04T12:07:00.000Z', '2026-05-04T12:22:00.000Z'))
      .thenNothing();
    given([made('ada')])
      .when(reserve('ada', '2026-05-04T12:08:00.000Z', '2026-05-04T12:23:00.000Z'))
      .then([made('ada', '2026-05-04T12:23:00.000Z')]);
  });

  it('is held anew by its holder whose reservation ran out', () => {
    given([made('ada')])
      .when(reserve('ada', quarterPast, one))
      .then([made('ada', one)]);
  });

  it('is free again after its release', () => {
    given([made('ada'), confirmed('ada'), released('ada')])
      .when(reserve('bob'))
      .then([made('bob')]);
  });

  it('is not named in the refusal when it is personal', () => {
    const domain = { kind: 'domain', value: '4711' } as const;
    given([{ type: 'reservation-made', data: { ...domain, holder: 'ada', until: one } }])
      .when({ type: 'reserve', ...domain, holder: 'bob', now: noon, until: one })
      .thenRefused('domain-taken', {});
  });

  it('has a stream of its own', () => {
    expect(reservationStream({ kind: 'address', value: '10.10.10.7' })).toBe('address-10.10.10.7');
  });
});

describe('confirming', () => {
  const confirm = (holder: string): ReservationCommand => ({ type: 'confirm-reservation', ...web, holder });

  it('keeps the value for good', () => {
    given([made('ada')])
      .when(confirm('ada'))
      .then([confirmed('ada')]);
    given([made('ada'), confirmed('ada')])
      .when(reserve('bob', one))
      .thenRefused('hostname-taken');
  });

  it('changes nothing the second time', () => {
    given([made('ada'), confirmed('ada')])
      .when(confirm('ada'))
      .thenNothing();
  });

  it('is refused to anybody but the holder', () => {
    given([made('ada')])
      .when(confirm('bob'))
      .thenRefused('hostname-not-held');
    given([]).when(confirm('ada')).thenRefused('hostname-not-held');
    given([made('ada'), made('bob', one)])
      .when(confirm('ada'))
      .thenRefused('hostname-not-held');
  });
});

describe('releasing', () => {
  const release = (holder: string): ReservationCommand => ({ type: 'release-reservation', ...web, holder });

  it('is up to the holder', () => {
    given([made('ada')])
      .when(release('ada'))
      .then([released('ada')]);
    given([made('ada'), confirmed('ada')])
      .when(release('ada'))
      .then([released('ada')]);
  });

  it('changes nothing for anybody else', () => {
    given([made('ada')])
      .when(release('bob'))
      .thenNothing();
    given([made('ada'), released('ada')])
      .when(release('ada'))
      .thenNothing();
  });
});

describe('over any course of events', () => {
  const holder = fc.constantFrom('ada', 'bob', 'eve');
  const step = fc.oneof(
    fc.record({ act: fc.constant('reserve' as const), holder }),
    fc.record({ act: fc.constant('confirm' as const), holder }),
    fc.record({ act: fc.constant('release' as const), holder }),
  );
  const at = (minute: number) => new Date(Date.UTC(2026, 4, 4, 12, minute)).toISOString();

  it('nobody gets a value that somebody else holds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat(20))), (course) => {
        let state = reservationDecider.initialState;
        let minute = 0;
        for (const [{ act, holder: who }, pause] of course) {
          minute += pause;
          const now = at(minute);
          const before = state;
          const command: ReservationCommand =
            act === 'reserve'
              ? reserve(who, now, at(minute + 15))
              : { type: `${act}-reservation`, ...web, holder: who };
          try {
            for (const event of reservationDecider.decide(command, state))
              state = reservationDecider.evolve(state, event);
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
          }
          const handedOver = state.status !== 'free' && before.status !== 'free' && state.holder !== before.holder;
          if (handedOver) expect(before.status === 'held' && before.until <= now).toBe(true);
        }
      }),
    );
  });
});
