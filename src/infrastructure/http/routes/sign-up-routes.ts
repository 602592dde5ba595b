import { z } from 'zod';
import { CaptchaError } from '../../../application/ports/captcha.ts';
import type { CommandContext } from '../../../application/use-cases/command-context.ts';
import type { ApiServices } from '../api-services.ts';
import type { Caller } from '../caller.ts';
import { commandContextOf } from '../command-context-of.ts';
import {
  emailOnly,
  received,
  signInName,
  signUp,
  tokenAndPassword,
  tokenOnly,
  usernameAnswer,
  changeOutcome,
} from '../contract/accounts.ts';
import { HttpProblem } from '../http-problem.ts';
import { defineRoute } from '../route.ts';
import type { Reply, RequestFacts, Route } from '../route.ts';

/** Said whoever asked, and whether or not there is anything to send. */
const receivedReply = (message: string): Reply => ({ status: 202, body: { message } });

const receivedReplies = { 202: { description: 'The same for everybody.', schema: received } };

const ofCaptcha = (error: CaptchaError): HttpProblem =>
  error.failure === 'unavailable'
    ? new HttpProblem(503, 'captcha-unavailable', 'The captcha service does not answer; try again in a moment.', {
        headers: { 'Retry-After': '10' },
        cause: error,
      })
    : new HttpProblem(422, `captcha-${error.failure}`, 'Please solve the captcha.', { cause: error });

/** What people do before they are signed in: sign up, verify an address, forget a password. */
export const signUpRoutes = (services: ApiServices): readonly Route[] => {
  const { clock, captcha, useCases } = services;

  const insistOnPerson = async (answer: string | undefined): Promise<void> => {
    try {
      await captcha.insistOnPerson(answer);
    } catch (error) {
      throw error instanceof CaptchaError ? ofCaptcha(error) : error;
    }
  };

  /** A guess at a revision is left aside: the answer would tell a stranger whether there is such a history, and how long it is. */
  const contextOf = (operation: string, caller: Caller, request: RequestFacts): CommandContext =>
    commandContextOf(operation, caller, { ...request, headers: { ...request.headers, 'if-match': undefined } }, clock);

  return [
    defineRoute({
      method: 'post',
      path: '/v1/sign-ups',
      operation: 'signUp',
      summary: 'Ask for an account; a link to verify the address follows by mail',
      tag: 'Accounts',
      access: 'public',
      counted: 'mails',
      body: signUp,
      replies: receivedReplies,
      handle: async ({ body: { captcha: answer, displayName, ...wish }, caller, request }) => {
        await insistOnPerson(answer);
        // Strangers may choose the same key; what they ask for tells them apart.
        const context = contextOf(`signUp ${JSON.stringify([wish, displayName])}`, caller, request);
        await useCases.accounts.signUp({ ...wish, ...(displayName === undefined ? {} : { displayName }) }, context);
        return receivedReply('Look into your mail: a link is on its way. It works for an hour.');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/sign-ups/resend',
      operation: 'resendSignUp',
      summary:
        'Have the link of a waiting sign-up sent once more; whoever has an account gets one to choose a password',
      tag: 'Accounts',
      access: 'public',
      counted: 'mails',
      body: emailOnly,
      replies: receivedReplies,
      handle: async ({ body, caller, request }) => {
        await insistOnPerson(body.captcha);
        const context = contextOf(`resendSignUp ${body.email}`, caller, request);
        await useCases.accounts.requestPasswordReset(body, context);
        return receivedReply('If the address is known, another link is on its way. It works for an hour.');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/sign-ups/verify',
      operation: 'verifySignUp',
      summary: 'Open the link of a sign-up and choose a password',
      tag: 'Accounts',
      access: 'public',
      body: tokenAndPassword,
      replies: { 200: { description: 'The account can be used.', schema: signInName } },
      handle: async ({ body, caller, request }) => {
        const context = contextOf('verifySignUp', caller, request);
        return { status: 200, body: { username: await useCases.accounts.verifySignUp(body, context) } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/usernames/{username}',
      operation: 'checkUsername',
      summary: 'Whether somebody can sign up with a username, and why not',
      tag: 'Accounts',
      access: 'public',
      counted: 'names',
      params: z.object({ username: z.string().max(64) }),
      replies: { 200: { description: 'The answer as of now.', schema: usernameAnswer } },
      handle: async ({ params }) => {
        const answer = await useCases.accounts.checkUsername(params.username, clock());
        return {
          status: 200,
          body: answer.available ? { available: true, code: null, reason: null } : answer,
        };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/password-resets',
      operation: 'requestPasswordReset',
      summary: 'Ask for a new password; a link follows by mail when the address has an account',
      tag: 'Accounts',
      access: 'public',
      counted: 'mails',
      body: emailOnly,
      replies: receivedReplies,
      handle: async ({ body, caller, request }) => {
        await insistOnPerson(body.captcha);
        const context = contextOf(`requestPasswordReset ${body.email}`, caller, request);
        await useCases.accounts.requestPasswordReset(body, context);
        return receivedReply('If the address has an account, a link is on its way. It works for an hour.');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/password-resets/complete',
      operation: 'completePasswordReset',
      summary: 'Open the link of a password reset and choose a password',
      tag: 'Accounts',
      access: 'public',
      body: tokenAndPassword,
      replies: { 200: { description: 'The password is set; every session is over.', schema: signInName } },
      handle: async ({ body, caller, request }) => {
        const context = contextOf('completePasswordReset', caller, request);
        return { status: 200, body: { username: await useCases.accounts.completePasswordReset(body, context) } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/email-changes/complete',
      operation: 'completeEmailChange',
      summary: 'Open the link that a new address got',
      tag: 'Accounts',
      access: 'public',
      body: tokenOnly,
      replies: { 200: { description: 'The address is theirs.', schema: changeOutcome } },
      handle: async ({ body, caller, request }) => {
        const context = contextOf('completeEmailChange', caller, request);
        return {
          status: 200,
          body: { outcome: await useCases.accounts.profile.confirmEmailChange(body.token, context) },
        };
      },
    }),
  ];
};
