import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from 'oidc-provider';
import type { Provider } from 'oidc-provider';
import { readBody, requestUrl, sendHtml } from '../wire/messages.ts';
import { errorPage, signInPage } from './sign-in-pages.ts';
import type { RealmPeople } from './realm-people.ts';

/**
 * Shows the sign-in form (GET) and takes what was typed (POST). The interaction is known by the provider's cookie;
 * one that ran out gets a page that says so.
 */
export const handleSignIn = async (
  provider: Provider,
  people: RealmPeople,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const action = requestUrl(request).pathname;
  try {
    await provider.interactionDetails(request, response);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    sendHtml(
      response,
      400,
      errorPage('session_not_found', 'This sign-in has run out. Go back to the portal and try again.'),
    );
    return;
  }
  if (request.method !== 'POST') {
    sendHtml(response, 200, signInPage({ action }));
    return;
  }
  const form = new URLSearchParams(await readBody(request, 16 * 1024));
  const username = form.get('username') ?? '';
  const person = people.authenticate(username, form.get('password') ?? '');
  if (typeof person === 'string') {
    sendHtml(response, 401, signInPage({ action, username, refusal: person }));
    return;
  }
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: person.id, remember: true, amr: ['pwd'] } },
    { mergeWithLastSubmission: false },
  );
};
