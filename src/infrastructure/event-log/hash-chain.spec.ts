import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../../application/ports/event-store.ts';
import { hashOf, verifyStream } from './hash-chain.ts';

type Event = Pick<RecordedEvent, 'streamId' | 'revision' | 'id' | 'type' | 'data' | 'metadata'>;

const streamId = 'instance-1';

const chained = (length: number): Event[] => {
  const events: Event[] = [];
  for (let revision = 0; revision < length; revision += 1) {
    const previous = events.at(-1);
    const metadata = previous === undefined ? {} : { previousHash: hashOf(previous) };
    events.push({
      streamId,
      revision,
      id: `id-${String(revision)}`,
      type: 'happened.v1',
      data: { revision },
      metadata,
    });
  }
  return events;
};

const breaksOf = (events: readonly Event[]) =>
  verifyStream(streamId, events).breaks.map(({ revision, problem }) => `${problem} at ${String(revision)}`);

const renumbered = (events: readonly Event[]): Event[] => events.map((event, revision) => ({ ...event, revision }));

describe('the hash of an event', () => {
  it('is SHA-256 over its canonical JSON, whatever the order of the members', () => {
    const event: Event = { streamId, revision: 0, id: 'id', type: 't.v1', data: { b: 1, a: [2, 'é'] }, metadata: {} };
    // printf '%s' '{"data":{"a":[2,"é"],"b":1},"id":"id","metadata":{},"revision":0,"streamId":"instance-1","type":"t.v1"}' | sha256sum
    expect(hashOf(event)).toBe('826dfc85bb1b170c8e5211bf135d7054491ecd17290a472953306a147978a19e');
    expect(hashOf({ ...event, data: { a: [2, 'é'], b: 1 } })).toBe(hashOf(event));
  });
});

describe('verifying a stream', () => {
  it('finds nothing wrong with what was written', () => {
    const events = chained(5);
    expect(verifyStream(streamId, events)).toEqual({
      streamId,
      events: 5,
      breaks: [],
      lastHash: hashOf(events[4] ?? fail()),
    });
    expect(breaksOf([])).toEqual([]);
  });

  it('finds an edited event', () => {
    const events = chained(5);
    const edited = events.map((event) => (event.revision === 2 ? { ...event, data: { revision: 99 } } : event));
    expect(breaksOf(edited)).toEqual(['altered at 3']);
  });

  it('finds edited metadata', () => {
    const events = chained(5);
    const edited = events.map((event) =>
      event.revision === 2 ? { ...event, metadata: { ...event.metadata, actor: 'somebody else' } } : event,
    );
    expect(breaksOf(edited)).toEqual(['altered at 3']);
  });

  it('finds a dropped event', () => {
    expect(breaksOf(chained(5).filter(({ revision }) => revision !== 2))).toEqual(['missing at 3']);
  });

  it('finds a dropped event although the rest was numbered anew', () => {
    expect(breaksOf(renumbered(chained(5).filter(({ revision }) => revision !== 2)))).toContain('altered at 2');
  });

  it('finds a lost beginning', () => {
    expect(breaksOf(chained(5).slice(2))).toEqual(['missing at 2']);
    expect(breaksOf(renumbered(chained(5).slice(2)))).toContain('altered at 0');
  });

  it('finds events in another order', () => {
    const [first, second, third, ...rest] = chained(5);
    const swapped = [first, third, second, ...rest].filter((event) => event !== undefined);
    expect(breaksOf(swapped)).toEqual(['missing at 2', 'misplaced at 1', 'missing at 3']);
    expect(breaksOf(renumbered(swapped))).toContain('altered at 1');
  });

  it('finds an inserted event', () => {
    const [first, ...rest] = chained(4);
    const forged: Event = { streamId, revision: 1, id: 'forged', type: 'happened.v1', data: {}, metadata: {} };
    const inserted = [first, forged, ...rest].filter((event) => event !== undefined);
    expect(breaksOf(inserted)).toEqual(['altered at 1', 'misplaced at 1']);
    expect(breaksOf(renumbered(inserted))).toContain('altered at 1');
  });

  it('finds an event of another stream', () => {
    const events = chained(3).map((event) => (event.revision === 2 ? { ...event, streamId: 'instance-2' } : event));
    expect(breaksOf(events)).toEqual(['misplaced at 2']);
  });

  it('finds any single change before the last event', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.nat(),
        fc.constantFrom('edit', 'drop', 'swap', 'repeat'),
        (length, at, how) => {
          const events = chained(length);
          const index = at % (length - 1);
          const [one, two] = [events[index], events[index + 1]];
          if (one === undefined || two === undefined) throw new Error('the index is inside');
          if (how === 'edit') events[index] = { ...one, type: 'other.v1' };
          if (how === 'drop') events.splice(index, 1);
          if (how === 'swap') events.splice(index, 2, two, one);
          if (how === 'repeat') events.splice(index, 0, one);
          expect(breaksOf(events)).not.toEqual([]);
          expect(breaksOf(renumbered(events))).not.toEqual([]);
        },
      ),
    );
  });

  it('gives a last hash that tells when the end is lost', () => {
    const whole = chained(5);
    expect(verifyStream(streamId, whole.slice(0, 4)).lastHash).not.toBe(verifyStream(streamId, whole).lastHash);
  });
});

const fail = (): never => {
  throw new Error('the event is there');
};
