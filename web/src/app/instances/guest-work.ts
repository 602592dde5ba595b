import type { HistoryEntry, Step } from '../api/contract';

/** Work on a guest that exists: switching it off or on, or taking it away. */
export type GuestWork = Readonly<{ kind: 'power' | 'deletion'; steps: readonly Step[]; underWay: boolean }>;

const titles: Readonly<Record<GuestWork['kind'], Readonly<Record<string, string>>>> = {
  power: { 'switch-guest': $localize`Stop or start the guest` },
  deletion: {
    'stop-guest': $localize`Stop the guest`,
    'destroy-guest': $localize`Destroy the guest and its disk`,
    'release-numbers': $localize`Release its number and address`,
    finish: $localize`Finish`,
  },
};

const isKind = (kind: unknown): kind is GuestWork['kind'] => kind === 'power' || kind === 'deletion';

const waiting = (name: string, title: string): Step => ({
  name,
  title,
  state: 'waiting',
  attempt: 0,
  startedAt: null,
  endedAt: null,
  cause: null,
  retryAt: null,
  log: [],
});

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const lines = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((line) => typeof line === 'string') : [];

/** A step after an event about it. */
const after = (step: Step, { type, at, details }: HistoryEntry): Step => {
  switch (type) {
    case 'step-intended': {
      const attempt = typeof details['attempt'] === 'number' ? details['attempt'] : step.attempt + 1;
      return { ...step, state: 'running', attempt, startedAt: step.startedAt ?? at, endedAt: null, retryAt: null };
    }
    case 'step-progressed':
      return { ...step, log: [...step.log, ...lines(details['log'])] };
    case 'step-succeeded':
      return { ...step, state: 'succeeded', endedAt: at, cause: null, retryAt: null };
    case 'step-failed':
      return {
        ...step,
        state: 'failed',
        endedAt: at,
        cause: text(details['cause']),
        retryAt: text(details['retryAt']),
      };
    case 'process-parked':
      return { ...step, state: 'parked', cause: text(details['cause']), retryAt: null };
    default:
      return step;
  }
};

/**
 * The last work on the guest, as its instance's history tells it; undefined where there was none. The instance's own steps are
 * those of its making.
 *
 * @param entries oldest first
 */
export const guestWorkIn = (entries: readonly HistoryEntry[]): GuestWork | undefined => {
  const started = entries.findLast(({ type, details }) => type === 'process-started' && isKind(details['kind']));
  const kind = started?.details['kind'];
  if (started === undefined || !isKind(kind)) return undefined;
  const own = entries.filter(({ details }) => details['processId'] === started.details['processId']);
  const steps = Object.entries(titles[kind]).map(([name, title]) =>
    own.filter(({ details }) => details['step'] === name).reduce(after, waiting(name, title)),
  );
  const underWay = !own.some(({ type }) => type === 'process-completed' || type === 'process-abandoned');
  return { kind, steps: underWay ? steps : steps.filter(({ state }) => state !== 'waiting'), underWay };
};
