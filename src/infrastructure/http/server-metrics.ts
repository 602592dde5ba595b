import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { RequestHandler } from 'express';

export type ServerMetrics = Readonly<{
  /** Counts every request that a route answered, by operation and status. */
  observe: RequestHandler;
  text: () => Promise<string>;
  contentType: string;
}>;

/** What the figures are read from when Prometheus asks. */
export type MetricSources = Readonly<{
  openStreams: () => number;
  readModels: () => Promise<readonly Readonly<{ name: string; lag: number }>[]>;
  processes: () => Readonly<Record<string, number | undefined>>;
  traefikPollAgeSeconds: () => number | undefined;
}>;

/** Figures for Prometheus; a registry of its own, so that several servers may live in one process (tests). */
export const createServerMetrics = (sources: MetricSources): ServerMetrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const durations = new Histogram({
    name: 'netsoc_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['operation', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const problems = new Counter({
    name: 'netsoc_http_server_errors_total',
    help: 'Answers with a status of 500 and above.',
    registers,
  });
  new Gauge({
    name: 'netsoc_open_streams',
    help: 'Readers of /v1/stream.',
    registers,
    collect() {
      this.set(sources.openStreams());
    },
  });
  new Gauge({
    name: 'netsoc_read_model_lag_events',
    help: 'Log positions that a read model is behind the head.',
    labelNames: ['read_model'],
    registers,
    async collect() {
      for (const { name, lag } of await sources.readModels()) this.set({ read_model: name }, lag);
    },
  });
  new Gauge({
    name: 'netsoc_processes',
    help: 'Processes by state.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(sources.processes())) this.set({ state }, count ?? 0);
    },
  });
  new Gauge({
    name: 'netsoc_traefik_poll_age_seconds',
    help: 'Time since Traefik last asked for its configuration; absent before the first time.',
    registers,
    collect() {
      this.reset();
      const age = sources.traefikPollAgeSeconds();
      if (age !== undefined) this.set(age);
    },
  });
  return {
    observe: (_request, response, next) => {
      const begun = process.hrtime.bigint();
      response.once('finish', () => {
        const operation = response.locals['operation'] as unknown;
        if (typeof operation !== 'string') return;
        const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
        durations.observe({ operation, status: String(response.statusCode) }, seconds);
        if (response.statusCode >= 500) problems.inc();
      });
      next();
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
