import { z } from 'zod';

/** FreeIPA's global policy as an installation has it, but for `minimumLifeHours` (there 1): whoever tries the lab changes passwords often. */
export const passwordPolicy = z.strictObject({
  minimumLength: z.int().min(0).default(8),
  /** Of digits, capitals, small letters, other ASCII and other characters. */
  minimumClasses: z.int().min(0).max(5).default(0),
  /** How many earlier passwords may not come back; the present one is one of them. */
  historyLength: z.int().min(0).default(0),
  minimumLifeHours: z.number().min(0).default(0),
  /** 0: a password does not expire. */
  maximumLifeDays: z.number().min(0).default(90),
  /** Wrong passwords until an account is locked; 0: never. */
  maximumFailures: z.int().min(0).default(6),
  /** A failure that is older is forgotten. */
  failureIntervalSeconds: z.number().min(0).default(60),
  /** 0: until an administrator unlocks. */
  lockoutSeconds: z.number().min(0).default(600),
});
export type PasswordPolicy = Readonly<z.infer<typeof passwordPolicy>>;
