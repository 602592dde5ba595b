import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { apiReference } from './api-reference.ts';

/** The portal's types of every reply, made from the same document that the API publishes. */
export const portalTypes = async (): Promise<string> => {
  const types = await openapiTS(apiReference());
  return `${COMMENT_HEADER}${astToString(types)}`;
};
