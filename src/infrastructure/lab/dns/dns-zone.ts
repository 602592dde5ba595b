import { join } from 'node:path';
import { z } from 'zod';
import { openDurableDocument } from '../state/durable-document.ts';
import type { DurableDocument } from '../state/durable-document.ts';

/** A fully qualified name in lower case without the last dot. */
const name = z
  .string()
  .min(1)
  .max(253)
  .transform((text) => text.toLowerCase().replace(/\.$/, ''));

const dnsRecord = z.discriminatedUnion('type', [
  z.strictObject({ name, type: z.literal('A'), data: z.ipv4(), ttl: z.int().min(0).default(60) }),
  z.strictObject({ name, type: z.literal('AAAA'), data: z.ipv6(), ttl: z.int().min(0).default(60) }),
  z.strictObject({ name, type: z.literal('CNAME'), data: name, ttl: z.int().min(0).default(60) }),
  z.strictObject({ name, type: z.literal('TXT'), data: z.string().max(4096), ttl: z.int().min(0).default(60) }),
]);
export type DnsRecord = z.infer<typeof dnsRecord>;

/** How a name misbehaves: a server error, no answer at all, an answer that says "ask by TCP". */
const dnsBehaviour = z.enum(['servfail', 'refused', 'timeout', 'truncated']);

const zone = z.strictObject({
  records: z.array(dnsRecord),
  behaviours: z.record(z.string(), dnsBehaviour),
});
export type DnsZoneContent = z.infer<typeof zone>;
export type DnsZone = DurableDocument<DnsZoneContent>;

/** Opens the records of the lab's DNS server. */
export const openDnsZone = (dataDirectory: string): DnsZone =>
  openDurableDocument<DnsZoneContent>({
    path: join(dataDirectory, 'dns.json'),
    schema: zone,
    initial: () => ({ records: [], behaviours: {} }),
  });

/** What tests and the CLI tell the DNS server. */
const dnsCommand = z.discriminatedUnion('do', [
  /** Replaces all records of these names and types. */
  z.strictObject({ do: z.literal('set'), records: z.array(dnsRecord).min(1) }),
  /** Removes records of a name, of one type when given; the name is then unknown (NXDOMAIN). */
  z.strictObject({ do: z.literal('remove'), name, type: z.enum(['A', 'AAAA', 'CNAME', 'TXT']).optional() }),
  /** Makes a name misbehave, or behave again. `*` is every name. */
  z.strictObject({ do: z.literal('behave'), name, as: z.union([dnsBehaviour, z.literal('normal')]) }),
  z.strictObject({ do: z.literal('clear') }),
]);

/** Applies a command to the zone. @throws ZodError */
export const changeZone = (zoneDocument: DnsZone, command: unknown): DnsZoneContent => {
  const wish = dnsCommand.parse(command);
  return zoneDocument.change((current) => {
    switch (wish.do) {
      case 'set': {
        const replaced = new Set(wish.records.map((record) => `${record.name} ${record.type}`));
        const kept = current.records.filter((record) => !replaced.has(`${record.name} ${record.type}`));
        return { ...current, records: [...kept, ...wish.records] };
      }
      case 'remove':
        return {
          ...current,
          records: current.records.filter(
            (record) => record.name !== wish.name || (wish.type !== undefined && record.type !== wish.type),
          ),
        };
      case 'behave': {
        const others = Object.entries(current.behaviours).filter(([known]) => known !== wish.name);
        const added = wish.as === 'normal' ? [] : [[wish.name, wish.as] as const];
        return { ...current, behaviours: Object.fromEntries([...others, ...added]) };
      }
      case 'clear':
        return { records: [], behaviours: {} };
    }
  });
};
