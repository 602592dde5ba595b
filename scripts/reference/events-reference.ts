import { z } from 'zod';
import { personalData, type PersonalFields } from '../../src/domain/personal-data.ts';
import { storedNameOf, type StoredType } from '../../src/infrastructure/event-log/registry/event-registry.ts';
import { storedEvents } from '../../src/infrastructure/event-log/registry/stored-events.ts';

type Property = Readonly<{
  type?: string | readonly string[];
  enum?: readonly unknown[];
  anyOf?: readonly Property[];
  items?: Property;
  format?: string;
  properties?: Readonly<Record<string, Property>>;
}>;

const shapeOf = (property: Property): string => {
  if (property.enum !== undefined) return property.enum.map(String).join(' | ');
  if (property.anyOf !== undefined) return property.anyOf.map(shapeOf).join(' | ');
  if (property.items !== undefined) return `list of ${shapeOf(property.items)}`;
  if (property.properties !== undefined) return `{ ${Object.keys(property.properties).join(', ')} }`;
  if (property.format === 'date-time') return 'ISO time';
  return String(property.type ?? 'any');
};

const personalOf = (type: string): PersonalFields | undefined =>
  (personalData as Readonly<Record<string, PersonalFields | undefined>>)[type];

const sectionOf = (type: string, stored: StoredType, version: number): string => {
  const schema = stored.schemas[version];
  if (schema === undefined) throw new Error(`${storedNameOf(type, version)} has no schema`);
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as Property;
  const personal = personalOf(type);
  const rows = Object.entries(properties).map(([name, property]) => {
    const mark = personal?.fields.includes(name) === true ? `personal, of \`${personal.subject}\`` : '';
    return `| \`${name}\` | ${shapeOf(property).replaceAll('|', '\\|')} | ${mark} |`;
  });
  return [`## \`${storedNameOf(type, version)}\``, '', '| field | shape | |', '|---|---|---|', ...rows, ''].join('\n');
};

/** Markdown of every stored event type and version, with its fields and which of them are personal. */
export const eventsReference = (): string => {
  const sections = Object.entries<StoredType>(storedEvents).flatMap(([type, stored]) =>
    Array.from({ length: stored.current }, (_, index) => sectionOf(type, stored, index + 1)),
  );
  return [
    '# Events',
    '',
    'Every event as it is stored, written from the registry by `npm run reference`. A stored name never changes meaning.',
    'Personal fields are encrypted with the key of the person they belong to, and read as `erased person` once that key is destroyed.',
    '',
    'Every event also carries metadata: `$correlationId`, `$causationId`, `commandId`, `actor`, `source`, `at`, `schemaVersion`, `traceparent` where there was one,',
    'and `previousHash`, the SHA-256 of the event before it in its stream.',
    '',
    ...sections,
  ].join('\n');
};
