import type { Configuration } from '../config/configuration.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import type { RateLimits } from '../http/route-handler.ts';

/** Everything that is counted for each caller. */
export const rateLimitsOf = ({ rate_limits: limits }: Configuration): RateLimits & { close: () => void } => {
  const counted = {
    requests: createRateLimit(limits.requests_per_minute, 'requests'),
    commands: createRateLimit(limits.commands_per_minute, 'commands'),
    failedSignIns: createRateLimit(limits.failed_sign_ins_per_minute, 'failed sign-ins'),
    mails: createRateLimit(limits.mails_per_minute, 'mails'),
    names: createRateLimit(limits.names_per_minute, 'usernames'),
  };
  return {
    ...counted,
    close: () => {
      for (const limit of Object.values(counted)) limit.close();
    },
  };
};
