import { reservationDecider, reservationStream } from '../../domain/reservation/reservation-decider.ts';
import type { ReservationCommand } from '../../domain/reservation/reservation-commands.ts';
import type { ReservationEvent, ReservationKind } from '../../domain/reservation/reservation-events.ts';
import { reservationKinds } from '../../domain/reservation/reservation-kinds.ts';
import { fold } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { derivedId } from '../command-handling/derived-id.ts';
import { handleCommand } from '../command-handling/handle-command.ts';
import type { Handled } from '../command-handling/handle-command.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { CommandContext } from './command-context.ts';

/** A scarce value in clear (`web`, `10001`, `web-ada-container.netsoc.cloud`) and who it is held for. */
type Claim = Readonly<{ kind: ReservationKind; value: string; holder: string }>;

export type Reservations = Readonly<{
  /**
   * Takes all of the values or none: nothing is written when one is taken already, and what was written is released
   * when one is lost in a race. Repeating it is harmless.
   * @param until ISO time; default: some minutes from now, enough for what follows
   * @throws DomainError `<kind>-taken` (conflict)
   */
  reserve: (claims: readonly Claim[], context: CommandContext, until?: string) => Promise<void>;
  /** @throws DomainError `<kind>-not-held` (conflict) */
  confirm: (claim: Claim, context: CommandContext) => Promise<void>;
  /** Does nothing to a value that somebody else holds. */
  release: (claim: Claim, context: CommandContext) => Promise<void>;
  /** Takes back what the same command reserved. */
  releaseAll: (claims: readonly Claim[], context: CommandContext) => Promise<void>;
  /** Who holds the value at `now` (ISO time); undefined when it is free. */
  holderOf: (value: Omit<Claim, 'holder'>, now: string) => Promise<string | undefined>;
}>;

export type ReservationDependencies = Readonly<{
  log: EventLog;
  keyedHash: KeyedHash;
  /** How long an unconfirmed reservation lasts; what follows it takes seconds, or minutes after a crash. */
  holdMilliseconds?: number;
}>;

const defaultHoldMilliseconds = 30 * 60_000;

/** Scarce names and numbers, taken and given back. */
export const createReservations = (dependencies: ReservationDependencies): Reservations => {
  const { log, keyedHash, holdMilliseconds = defaultHoldMilliseconds } = dependencies;

  /** Personal values can be compared, not read; names are equal whatever their case, and so are their hashes. */
  const stored = (claim: Claim): Claim =>
    reservationKinds[claim.kind].personal
      ? { ...claim, value: keyedHash(claim.kind, claim.value.toLowerCase()) }
      : claim;

  const handle = (command: ReservationCommand, context: CommandContext) =>
    handleCommand({ log, decider: reservationDecider, streamId: reservationStream(command), command, context });

  const release = async (claim: Claim, context: CommandContext): Promise<void> => {
    await handle({ type: 'release-reservation', ...stored(claim) }, context);
  };

  /** A command of its own, so that its events have ids of their own. */
  const releaseAll: Reservations['releaseAll'] = async (claims, context) => {
    const undo = { ...context, commandId: derivedId(context.commandId, 'release what was reserved') };
    await Promise.all(claims.map((claim) => release(claim, undo)));
  };

  return {
    reserve: async (claims, context, until = new Date(Date.parse(context.now) + holdMilliseconds).toISOString()) => {
      const prepared = await Promise.all(
        claims.map(async (claim) => {
          const command = { type: 'reserve', ...stored(claim), now: context.now, until } as const;
          const streamId = reservationStream(command);
          return { claim, command, streamId, loaded: await log.load<ReservationEvent>(streamId) };
        }),
      );
      // Every refusal that can be foreseen comes before the first write.
      for (const { command, loaded } of prepared) {
        const history = loaded.events.map(({ event }) => event);
        reservationDecider.decide(command, fold(reservationDecider.evolve, reservationDecider.initialState, history));
      }
      const results = await Promise.allSettled(
        prepared.map(({ command, streamId, loaded }) =>
          handleCommand({ log, decider: reservationDecider, streamId, command, context, loaded }),
        ),
      );
      const failed = results.find((result) => result.status === 'rejected');
      if (failed === undefined) return;
      // After anything but a refusal it is unknown what was taken: a repeat finds it held, or it runs out.
      if (failed.reason instanceof DomainError) {
        const taken = prepared.filter((_, index) => tookIt(results[index]));
        await releaseAll(
          taken.map(({ claim }) => claim),
          context,
        );
      }
      throw failed.reason;
    },

    confirm: async (claim, context) => {
      await handle({ type: 'confirm-reservation', ...stored(claim) }, context);
    },

    release,
    releaseAll,

    holderOf: async (value, now) => {
      const streamId = reservationStream(stored({ ...value, holder: '' }));
      const history = (await log.load<ReservationEvent>(streamId)).events.map(({ event }) => event);
      const state = fold(reservationDecider.evolve, reservationDecider.initialState, history);
      const ranOut = state.status === 'held' && state.until <= now;
      return state.status === 'free' || ranOut ? undefined : state.holder;
    },
  };
};

const tookIt = (result: PromiseSettledResult<Handled<ReservationEvent>> | undefined): boolean =>
  result?.status === 'fulfilled' && result.value.events.length > 0;
