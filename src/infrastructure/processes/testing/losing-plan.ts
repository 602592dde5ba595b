import type { CrashPlan } from '../../../application/processes/provisioning/testing/crash-plan.ts';

/**
 * Nobody dies, but what is asked of the outside, or its answer, is lost as long as a test says so.
 * @param isLost by the moment: `FreeIPA user_mod before` (never asked), `FreeIPA user_mod after` (done, never answered)
 */
export const losingPlan = (isLost: (moment: string) => boolean): CrashPlan => {
  const moments: string[] = [];
  return {
    pass: (moment) => {
      moments.push(moment);
      if (isLost(moment)) throw new Error(`lost: ${moment}`);
    },
    crashing: (_name, port) => port,
    moments: () => moments,
    hasCrashed: () => false,
  };
};
