import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSealing } from './sealing.ts';

const sealing = createSealing(randomBytes(32));

describe('sealing', () => {
  it('gives every text back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sealing.open(sealing.seal(text))).toBe(text);
      }),
    );
  });

  it('leaves nothing of the text to be read or compared', () => {
    const sealed = sealing.seal('ada@example.org');
    expect(sealed).not.toContain('ada@');
    expect(Buffer.from(sealed.split(':')[2] ?? '', 'base64').toString('latin1')).not.toContain('ada@example');
    expect(sealing.seal('ada@example.org')).not.toBe(sealed);
  });

  it('opens what was stored before there was sealing', () => {
    expect(sealing.open('{"people":[]}')).toBe('{"people":[]}');
  });

  it('opens nothing of another lab, and nothing that was changed', () => {
    const sealed = sealing.seal('text');
    expect(() => createSealing(randomBytes(32)).open(sealed)).toThrow(/unable to authenticate/);
    const bytes = Buffer.from(sealed.split(':')[2] ?? '', 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    expect(() => sealing.open(`sealed:1:${bytes.toString('base64')}`)).toThrow(/unable to authenticate/);
  });

  it('names the same text by the same name, in this lab only', () => {
    expect(sealing.digest('ada')).toBe(sealing.digest('ada'));
    expect(sealing.digest('ada')).not.toBe(sealing.digest('bob'));
    expect(sealing.digest('ada')).not.toBe(createSealing(randomBytes(32)).digest('ada'));
    expect(sealing.digest('ada@example.org')).not.toContain('ada@');
  });
});
