/** One run of one server. */
export type LeaseHolder = Readonly<{
  /** New for every run. */
  id: string;
  host: string;
  pid: number;
  /** Changes with every boot of the host; undefined where the system does not tell. */
  bootId: string | undefined;
  /** When the process began, in the system's own count; tells it from a later one with the same pid. */
  startedAt: string | undefined;
}>;

/** The newest event of the lease's stream tells everything; older ones are dropped. */
export type LeaseEvent = Readonly<{
  type: 'lease-acquired' | 'lease-renewed' | 'lease-released';
  /** Grows with every change of hands: what an older epoch does comes too late. */
  epoch: number;
  holder: LeaseHolder;
}>;

/** Nobody's, or somebody's since `epoch`. */
export type LeaseState = Readonly<{ epoch: number; holder: LeaseHolder | undefined }>;

export const initialLeaseState: LeaseState = { epoch: 0, holder: undefined };

export const evolveLease = (_state: LeaseState, { type, epoch, holder }: LeaseEvent): LeaseState => ({
  epoch,
  holder: type === 'lease-released' ? undefined : holder,
});

export type LeaseCommand =
  | Readonly<{
      type: 'acquire';
      candidate: LeaseHolder;
      /** For how long the candidate itself has seen the holder give no sign of life: no two clocks are compared. */
      silentForMilliseconds: number;
      /** The holder ran on this host and its process is gone. */
      holderIsDead: boolean;
      timeToLiveMilliseconds: number;
    }>
  | Readonly<{ type: 'renew' | 'release'; holderId: string; epoch: number }>;

/**
 * Who may act. To acquire a lease that somebody else holds leads to nothing; to renew or release one that was lost does too.
 */
export const decideLease = (command: LeaseCommand, { epoch, holder }: LeaseState): readonly LeaseEvent[] => {
  if (command.type === 'acquire') {
    const free =
      holder === undefined ||
      // Our own from a try whose answer was lost.
      holder.id === command.candidate.id ||
      command.holderIsDead ||
      command.silentForMilliseconds >= command.timeToLiveMilliseconds;
    return free ? [{ type: 'lease-acquired', epoch: epoch + 1, holder: command.candidate }] : [];
  }
  if (holder?.id !== command.holderId || epoch !== command.epoch) return [];
  return [{ type: command.type === 'renew' ? 'lease-renewed' : 'lease-released', epoch, holder }];
};
