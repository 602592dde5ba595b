/** The server died here; nothing of it may act any more. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * Counts the moments at which a server can die, and lets it die at one of them.
 * A moment is before or after a call of a port: before, the call never happened; after, its answer was lost.
 */
export type CrashPlan = Readonly<{
  /** Ports whose calls are moments; after the crash every call fails, as if the process were gone. */
  crashing: <Port extends object>(name: string, port: Port) => Port;
  /** A moment that is no call of a port. @throws Crash when it is the one to die at, and ever after */
  pass: (moment: string) => void;
  /** Moments so far, by name: `create before`. */
  moments: () => readonly string[];
  hasCrashed: () => boolean;
}>;

/** @param at the moment to die at, by its index or the first that is chosen; undefined to live */
export const crashPlan = (at?: number | ((moment: string) => boolean)): CrashPlan => {
  const moments: string[] = [];
  let dead = false;

  const pass = (moment: string): void => {
    if (!dead && (typeof at === 'function' ? at(moment) : moments.length === at)) dead = true;
    if (dead) throw new Crash(moment);
    moments.push(moment);
  };

  return {
    pass,
    moments: () => moments,
    hasCrashed: () => dead,
    crashing: (name, port) =>
      new Proxy(port, {
        get: (target, key, receiver) => {
          const member: unknown = Reflect.get(target, key, receiver);
          if (typeof member !== 'function') return member;
          return async (...given: readonly unknown[]): Promise<unknown> => {
            pass(`${name}.${String(key)} before`);
            const result: unknown = await Promise.resolve(Reflect.apply(member, target, given)).catch(
              (error: unknown) => {
                // Of a call that ends after the death, nobody hears.
                throw dead ? new Crash(`${name}.${String(key)} during`) : error;
              },
            );
            pass(`${name}.${String(key)} after`);
            return result;
          };
        },
      }),
  };
};
