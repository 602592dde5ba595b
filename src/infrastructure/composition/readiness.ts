import type { z } from 'zod';
import type { EventLog } from '../../application/ports/event-log.ts';
import type { ProjectionEngine } from '../../projections/engine/index.ts';
import type { readiness } from '../http/contract/operations.ts';
import type { TraefikStatus } from '../traefik/traefik-endpoint.ts';

type Readiness = z.infer<typeof readiness>;
type Part = Readiness['parts'][number];

const worst = (parts: readonly Part[]): Readiness['status'] => {
  if (parts.some((part) => part.status === 'not-ready')) return 'not-ready';
  return parts.some((part) => part.status === 'degraded') ? 'degraded' : 'ready';
};

const storePatienceMilliseconds = 2_000;

const eventStorePart = async (log: EventLog): Promise<Part> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer within 2 s'));
    }, storePatienceMilliseconds);
  });
  try {
    await Promise.race([log.head(), late]);
    return { name: 'event-store', status: 'ready', detail: 'answers' };
  } catch (error) {
    // Whatever it is, it is this part's state, and shown as such.
    return { name: 'event-store', status: 'not-ready', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
};

const readModelsPart = async (engine: ProjectionEngine): Promise<Part> => {
  const statuses = await engine.statuses();
  const name = 'read-models';
  const failed = statuses.filter((status) => status.state === 'failed').map((status) => status.name);
  if (failed.length > 0) return { name, status: 'degraded', detail: `failed: ${failed.join(', ')}` };
  const behind = statuses
    .filter((status) => status.state !== 'live')
    .map((status) => `${status.name} (${String(status.lag)})`);
  if (behind.length > 0) return { name, status: 'not-ready', detail: `catching up: ${behind.join(', ')}` };
  return { name, status: 'ready', detail: 'all live' };
};

const traefikPart = ({ polling, lastPoll }: TraefikStatus): Part => {
  const name = 'traefik';
  switch (polling) {
    case 'current':
      return { name, status: 'ready', detail: `last asked at ${lastPoll?.at ?? '-'}` };
    case 'stale':
      return { name, status: 'degraded', detail: `has not asked since ${lastPoll?.at ?? '-'}` };
    case 'never':
      return { name, status: 'degraded', detail: 'has never asked for its configuration' };
  }
};

export type ReadinessSources = Readonly<{
  eventLog: EventLog;
  engine: ProjectionEngine;
  traefik: () => TraefikStatus;
  processes: () => Readonly<{ role: 'leader' | 'standby' | 'stopped'; parked: number }>;
}>;

/** What each part says of itself; nothing outside (Proxmox, FreeIPA) is asked. */
export const readinessOf = (sources: ReadinessSources) => async (): Promise<Readiness> => {
  const { role, parked } = sources.processes();
  const parts: Part[] = [
    await eventStorePart(sources.eventLog),
    await readModelsPart(sources.engine),
    {
      name: 'processes',
      status: role === 'stopped' ? 'not-ready' : 'ready',
      detail: `${role === 'leader' ? 'run here' : role === 'standby' ? 'run in another replica' : 'do not run'}, ${String(parked)} parked`,
    },
    traefikPart(sources.traefik()),
  ];
  return { status: worst(parts), parts };
};
