import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Sealing } from '../state/sealing.ts';
import { contentType, readBody, requestUrl, sendHtml, sendJson, sendText } from '../wire/messages.ts';
import { startSimulatorServer } from '../wire/simulator-server.ts';
import type { SimulatorServer } from '../wire/simulator-server.ts';
import { openChatHistory } from './chat-history.ts';
import type { ChatHistory } from './chat-history.ts';
import { chatPage } from './chat-page.ts';
import { readPost } from './webhook-post.ts';

export type ChatSimulator = SimulatorServer &
  Readonly<{
    /** Address of the webhook; whoever knows it can post. */
    url: string;
    /** Page with the messages. */
    pageUrl: string;
    history: ChatHistory;
  }>;

export type ChatSimulatorOptions = Readonly<{
  dataDirectory: string;
  port: number;
  /** Last part of the webhook's address. */
  token: string;
  /** Default: messages are kept as they are. */
  sealing?: Sealing | undefined;
  logger: Logger;
}>;

/** Starts a server that takes posts like a webhook of Discord or Slack and shows them. */
export const startChatSimulator = async (options: ChatSimulatorOptions): Promise<ChatSimulator> => {
  const history = openChatHistory(options.dataDirectory, options.sealing);
  const path = `/api/webhooks/1/${options.token}`;
  const server = await startSimulatorServer({
    name: 'chat',
    port: options.port,
    logger: options.logger,
    handler: async (request, response) => {
      const url = requestUrl(request);
      if (url.pathname === path) {
        await takePost(url, request, response, history);
        return;
      }
      request.resume();
      show(request.method ?? 'GET', url.pathname, response, history);
    },
  });
  const url = `http://127.0.0.1:${String(server.port)}`;
  return { ...server, url: `${url}${path}`, pageUrl: `${url}/chat`, history };
};

const takePost = async (
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  history: ChatHistory,
): Promise<void> => {
  const body = await readBody(request, 1024 * 1024);
  if (request.method !== 'POST') {
    sendJson(response, 405, { code: 0, message: '405: Method Not Allowed' });
    return;
  }
  const post = readPost(contentType(request) === 'application/json' ? parseJson(body) : undefined);
  if ('status' in post) {
    sendText(response, post.status, post.body);
    return;
  }
  const { id } = history.add(post);
  if (post.shape === 'slack') sendText(response, 200, 'ok');
  // Discord shows the message to those who wait for it.
  else if (url.searchParams.get('wait') === 'true') sendJson(response, 200, { id, content: post.body.content });
  else response.writeHead(204).end();
};

/** Undefined for what is not JSON: it is refused like any other wrong shape. */
const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** The messages for people (`/chat`) and for programs (`/api/messages`, DELETE empties it). */
const show = (method: string, path: string, response: ServerResponse, history: ChatHistory): void => {
  if (path === '/' || path === '/chat') {
    sendHtml(response, 200, chatPage(history.list()));
  } else if (path !== '/api/messages') {
    sendJson(response, 404, { code: 10_015, message: 'Unknown Webhook' });
  } else if (method === 'DELETE') {
    history.clear();
    response.writeHead(204).end();
  } else {
    sendJson(response, 200, { messages: history.list() });
  }
};
