import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PersonalKey } from '../../../application/ports/key-vault.ts';
import { openFields, sealField, subjectsIn } from './personal-field.ts';

const ada: PersonalKey = { subject: 'ada', key: Buffer.alloc(32, 1) };
const keyOf = (subject: string) => (subject === 'ada' ? ada : undefined);
const seal = (text: string, eventId = 'event-1', field = 'email') => sealField(ada, text, eventId, field);

describe('a personal field', () => {
  it('reads back as it was written, whatever was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(openFields({ email: seal(text), other: 1 }, 'event-1', keyOf)).toEqual({ email: text, other: 1 });
      }),
    );
  });

  it('is stored as ciphertext that says whose it is', () => {
    const sealed = seal('ada@example.org');
    expect(Object.keys(sealed)).toEqual(['$personal']);
    expect(Object.keys(sealed.$personal)).toEqual(['subject', 'iv', 'data']);
    expect(sealed.$personal.subject).toBe('ada');
    expect(JSON.stringify(sealed)).not.toContain('example');
  });

  it('never looks the same twice', () => {
    expect(seal('ada@example.org')).not.toEqual(seal('ada@example.org'));
  });

  it('reads as erased once the key is gone', () => {
    expect(openFields({ email: seal('x') }, 'event-1', () => undefined)).toEqual({ email: 'erased person' });
  });

  it.each([
    ['in another event', { email: seal('x', 'event-2') }],
    ['in another field', { email: seal('x', 'event-1', 'reason') }],
    ['under a foreign key', { email: sealField({ ...ada, key: Buffer.alloc(32, 2) }, 'x', 'event-1', 'email') }],
    ['cut short', { email: { $personal: { subject: 'ada', iv: '', data: 'AAAA' } } }],
  ])('does not open %s', (_, data) => {
    expect(() => openFields(data, 'event-1', keyOf)).toThrow('the personal field email does not open');
  });

  it('does not open after any bit was flipped', () => {
    fc.assert(
      fc.property(fc.nat(), (at) => {
        const { $personal } = seal('ada@example.org');
        const bytes = Buffer.from($personal.data, 'base64');
        const index = at % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << (at % 8)), index);
        const email = { $personal: { ...$personal, data: bytes.toString('base64') } };
        expect(() => openFields({ email }, 'event-1', keyOf)).toThrow('does not open');
      }),
    );
  });

  it('names the keys it needs', () => {
    const subjects: string[] = [];
    subjectsIn({ email: seal('x'), plain: 'y', list: [1], nothing: null }, (subject) => subjects.push(subject));
    expect(subjects).toEqual(['ada']);
  });
});
