import { describe, expect, it } from '@jest/globals';
import { suggestedName } from './save-file';

describe('suggestedName', () => {
  it.each([
    ['attachment; filename="netsoc-cloud-ada.json"', 'netsoc-cloud-ada.json'],
    ['attachment', undefined],
    ['attachment; filename="../ada.json"', undefined],
    [null, undefined],
  ])('reads %j as %j', (disposition, name) => {
    expect(suggestedName(disposition)).toBe(name);
  });
});
