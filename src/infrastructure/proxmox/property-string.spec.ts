import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePropertyString, propertyString } from './property-string.ts';

describe('propertyString', () => {
  it('writes booleans as 1 and 0 and leaves out what is undefined', () => {
    expect(propertyString({ name: 'eth0', firewall: true, link_down: undefined })).toBe('name=eth0,firewall=1');
  });

  it('never lets a value become a key of its own', () => {
    expect(() => propertyString({ bridge: 'vmbr0,firewall=0' })).toThrow(TypeError);
    expect(() => propertyString({ bridge: 'vmbr0\nnet1: x' })).toThrow(TypeError);
    expect(() => propertyString({ bridge: '' })).toThrow(TypeError);
    expect(() => propertyString({ 'a=b': 'x' })).toThrow(TypeError);
  });

  it('is read back as it was written, or refused', () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.string({ unit: 'binary' }), { noNullPrototype: true }), (properties) => {
        let text: string;
        try {
          text = propertyString(properties);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        expect(parsePropertyString(text, 'default')).toEqual(properties);
      }),
    );
  });

  it('reads the part without a key under the default key', () => {
    expect(parsePropertyString('local-lvm:vm-100-disk-0,size=8G', 'volume')).toEqual({
      volume: 'local-lvm:vm-100-disk-0',
      size: '8G',
    });
  });
});
