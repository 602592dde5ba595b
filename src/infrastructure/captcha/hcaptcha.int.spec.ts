import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CaptchaError } from '../../application/ports/captcha.ts';
import { listen } from '../lab/wire/listener.ts';
import type { Listener } from '../lab/wire/listener.ts';
import { readBody, sendJson } from '../lab/wire/messages.ts';
import { createHCaptcha } from './hcaptcha.ts';
import { noCaptcha } from './no-captcha.ts';

const secret = 'secret-of-ours';
let service: Listener;
let asked: { type: string | undefined; form: Record<string, string> }[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  service = await listen(
    createServer((request, response) => {
      readBody(request).then(
        (body) => {
          const form = Object.fromEntries(new URLSearchParams(body));
          asked.push({ type: request.headers['content-type'], form });
          answer(request, response);
        },
        (error: unknown) => response.destroy(error as Error),
      );
    }),
    0,
  );
});
afterEach(() => service.close());

const verdict = (body: unknown, status = 200) => {
  answer = (_request, response) => {
    sendJson(response, status, body);
  };
};

const captcha = (timeoutMilliseconds?: number) =>
  createHCaptcha({
    secret,
    url: `http://127.0.0.1:${String(service.port)}/siteverify`,
    ...(timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds }),
  });

const failureOf = async (asking: Promise<void>): Promise<CaptchaError> => {
  const error = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CaptchaError)) throw new Error('nobody should have passed', { cause: error });
  expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/secret-of-ours|P1_answer/);
  return error;
};

describe('hCaptcha', () => {
  it('lets a person pass, whom it asks the service about', async () => {
    verdict({ success: true, challenge_ts: '2026-11-24T10:00:00Z', hostname: 'cloud.example' });
    await expect(captcha().insistOnPerson('P1_answer')).resolves.toBeUndefined();
    expect(asked).toEqual([{ type: 'application/x-www-form-urlencoded', form: { response: 'P1_answer', secret } }]);
  });

  it.each([undefined, '', '  '])('asks nobody when there is no answer: %j', async (missing) => {
    expect(await failureOf(captcha().insistOnPerson(missing))).toMatchObject({ failure: 'missing' });
    expect(asked).toEqual([]);
  });

  it.each(['invalid-input-response', 'expired-input-response', 'already-seen-response'])(
    'refuses an answer that the service calls %s',
    async (code) => {
      verdict({ success: false, 'error-codes': [code] });
      expect(await failureOf(captcha().insistOnPerson('P1_answer'))).toMatchObject({ failure: 'wrong' });
    },
  );

  it('refuses an answer without saying why when the service does not', async () => {
    verdict({ success: false });
    expect(await failureOf(captcha().insistOnPerson('P1_answer'))).toMatchObject({ failure: 'wrong' });
  });

  it('blames nobody for our own wrong secret', async () => {
    verdict({ success: false, 'error-codes': ['invalid-input-secret'] });
    expect(await failureOf(captcha().insistOnPerson('P1_answer'))).toMatchObject({
      failure: 'unavailable',
      message: 'hCaptcha refuses us: invalid-input-secret',
    });
  });

  const nonsense: readonly (readonly [string, unknown, number])[] = [
    ['an error', { success: true }, 500],
    ['a redirect', { success: true }, 302],
    ['something else', 'yes', 200],
    ['half a verdict', { success: 'true' }, 200],
  ];
  it.each(nonsense)('lets nobody pass when the service answers %s', async (_what, body, status) => {
    verdict(body, status);
    expect(await failureOf(captcha().insistOnPerson('P1_answer'))).toMatchObject({ failure: 'unavailable' });
  });

  it('lets nobody pass when the service is silent, and does not wait for ever', async () => {
    answer = () => undefined;
    expect(await failureOf(captcha(50).insistOnPerson('P1_answer'))).toMatchObject({
      failure: 'unavailable',
      message: 'hCaptcha is silent: no answer within 50 ms',
    });
  });

  it('lets nobody pass when the service is gone', async () => {
    await service.goDown();
    expect(await failureOf(captcha().insistOnPerson('P1_answer'))).toMatchObject({
      failure: 'unavailable',
      message: 'hCaptcha is silent: ECONNREFUSED',
    });
  });
});

describe('no captcha', () => {
  it('lets everybody pass', async () => {
    await expect(noCaptcha.insistOnPerson(undefined)).resolves.toBeUndefined();
  });
});
