import { AUTHORITATIVE_ANSWER, RECURSION_DESIRED, TRUNCATED_RESPONSE } from 'dns-packet';
import type { Answer, Packet } from 'dns-packet';
import type { DnsRecord, DnsZoneContent } from './dns-zone.ts';

/** Response codes of RFC 1035 section 4.1.1. */
const rcode = { noError: 0, servFail: 2, nxDomain: 3, notImplemented: 4, refused: 5 } as const;

/** CNAMEs followed before giving up, as resolvers do. */
const maximumChain = 8;

/**
 * The answer to a query, or undefined when the name is told not to answer. Knows its records and nothing else: every
 * other name does not exist. CNAMEs are followed within the zone; a chain that leaves it ends with its last CNAME.
 * @param overTcp a name told to be `truncated` answers in full over TCP only
 */
export const answerQuery = (zone: DnsZoneContent, query: Packet, overTcp: boolean): Packet | undefined => {
  const [question] = query.questions ?? [];
  const reply = (code: number, answers: readonly Answer[] = [], flags = 0): Packet => ({
    type: 'response',
    id: query.id ?? 0,
    // The low four bits of the flags are the response code.
    flags: AUTHORITATIVE_ANSWER | ((query.flags ?? 0) & RECURSION_DESIRED) | flags | code,
    questions: query.questions ?? [],
    answers: [...answers],
  });
  if (question === undefined || query.type !== 'query') return reply(rcode.notImplemented);

  const name = question.name.toLowerCase().replace(/\.$/, '');
  switch (zone.behaviours[name] ?? zone.behaviours['*']) {
    case 'timeout':
      return undefined;
    case 'servfail':
      return reply(rcode.servFail);
    case 'refused':
      return reply(rcode.refused);
    case 'truncated':
      if (!overTcp) return reply(rcode.noError, [], TRUNCATED_RESPONSE);
      break;
    case undefined:
  }

  const answers: DnsRecord[] = [];
  let current = name;
  for (let step = 0; step < maximumChain; step += 1) {
    const here = zone.records.filter((record) => record.name === current);
    const matching = here.filter((record) => record.type === question.type);
    const alias = here.find((record) => record.type === 'CNAME');
    if (matching.length > 0 || alias === undefined) {
      answers.push(...matching);
      break;
    }
    answers.push(alias);
    current = alias.data;
  }
  const exists = zone.records.some((record) => record.name === name || record.name.endsWith(`.${name}`));
  return reply(exists ? rcode.noError : rcode.nxDomain, answers.map(toAnswer));
};

const toAnswer = ({ name, type, ttl, data }: DnsRecord): Answer =>
  type === 'TXT'
    ? // A list of strings of at most 255 bytes each (RFC 1035 section 3.3.14).
      { name, type, ttl, class: 'IN', data: data.match(/[\s\S]{1,255}/g) ?? [''] }
    : { name, type, ttl, class: 'IN', data };
