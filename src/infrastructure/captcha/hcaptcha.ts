import axios from 'axios';
import { z } from 'zod';
import { CaptchaError } from '../../application/ports/captcha.ts';
import type { Captcha } from '../../application/ports/captcha.ts';
import { boundedCall, reasonOfSilence } from '../outbound/bounded-call.ts';

export type HCaptchaOptions = Readonly<{
  secret: string;
  /** `https://api.hcaptcha.com/siteverify` */
  url: string;
  /** Somebody waits for it. Default: 5000. */
  timeoutMilliseconds?: number;
}>;

/** `{"success":false,"error-codes":["expired-input-response"]}` (docs.hcaptcha.com, "Verify the user response server side"). */
const verdict = z.object({ success: z.boolean(), 'error-codes': z.array(z.string()).default([]) });

/** Judgements of us, not of the person. */
const ourFaults: readonly string[] = [
  'missing-input-secret',
  'invalid-input-secret',
  'sitekey-secret-mismatch',
  'not-using-dummy-passcode',
  'bad-request',
];

/** Asks hCaptcha. Fails closed: without its word nobody passes. */
export const createHCaptcha = ({ secret, url, timeoutMilliseconds = 5_000 }: HCaptchaOptions): Captcha => {
  const ask = async (answer: string): Promise<unknown> => {
    try {
      const form = new URLSearchParams({ response: answer, secret }).toString();
      const { status, data } = await axios.post<unknown>(url, form, {
        ...boundedCall(url, timeoutMilliseconds),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        validateStatus: () => true,
      });
      if (status !== 200) throw unavailable(`answers ${String(status)}`);
      return data;
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      // Without the cause: axios keeps our secret in it.
      throw unavailable(`is silent: ${reasonOfSilence(error, timeoutMilliseconds)}`);
    }
  };

  return {
    insistOnPerson: async (answer) => {
      if (answer === undefined || answer.trim() === '') throw new CaptchaError('missing', 'there is no captcha answer');
      const judged = verdict.safeParse(await ask(answer));
      if (!judged.success) throw unavailable('answers something that is not a verdict');
      const { success, 'error-codes': codes } = judged.data;
      if (success) return;
      const fault = ourFaults.find((code) => codes.includes(code));
      if (fault !== undefined) throw unavailable(`refuses us: ${fault}`);
      throw new CaptchaError('wrong', 'the captcha answer is wrong or too old');
    },
  };
};

const unavailable = (what: string): CaptchaError => new CaptchaError('unavailable', `hCaptcha ${what}`);
