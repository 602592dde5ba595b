import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readContract } from './vendor-contracts.ts';

type OpenApi = {
  components: {
    requestBodies: {
      PostMailSend: {
        content: { 'application/json': { schema: { properties: Record<string, Record<string, unknown>> } } };
      };
    };
  };
};

const root = 'https://sendgrid.invalid/mail.json';

/** Validates against one place in the vendor's document, with its one mistake mended. */
export const sendGridSchema = (...path: readonly string[]): ValidateFunction => {
  const api = readContract('sendgrid/tsg_mail_v3.json') as OpenApi;
  // Declared as a string, while the API takes and the vendor's own client sends an object.
  const { properties } = api.components.requestBodies.PostMailSend.content['application/json'].schema;
  properties['custom_args'] = { type: 'object' };
  // The document uses words of OpenAPI (`nullable`, `example`) beside those of JSON Schema.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(api, root);
  const validate = ajv.getSchema(`${root}#/${path.map((part) => part.replaceAll('/', '~1')).join('/')}`);
  if (validate === undefined) throw new Error(`the vendor's document has no ${path.join(' / ')}`);
  return validate;
};

/** The body of `POST /v3/mail/send`. */
export const mailSendSchema = (): ValidateFunction =>
  sendGridSchema('components', 'requestBodies', 'PostMailSend', 'content', 'application/json', 'schema');
