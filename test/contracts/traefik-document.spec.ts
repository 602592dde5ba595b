import { expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { buildDocument } from '../../src/infrastructure/traefik/build-document.ts';
import { describeContracts, readContract } from './vendor-contracts.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const domains = fc.uniqueArray(
  fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.')),
  { maxLength: 20 },
);

describeContracts("the document for Traefik, held against Traefik's own structs", () => {
  it('is accepted with any number of routes, none included', () => {
    const schema = readContract('traefik/traefik-v3.7.9-dynamic.strict.schema.json');
    const accepts = new Ajv({ strict: false }).compile(schema as object);
    fc.assert(
      fc.property(domains, fc.option(fc.constant('letsencrypt'), { nil: undefined }), (names, certResolver) => {
        const rows = names.map((domain) => ({ domain, address: '10.10.10.7', port: 80, scheme: 'http' as const }));
        const { document } = buildDocument(rows, { entryPoints: ['web'], certResolver });
        expect([accepts(document), accepts.errors]).toEqual([true, null]);
      }),
    );
  });
});
