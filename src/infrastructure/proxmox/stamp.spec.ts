import { describe, expect, it } from '@jest/globals';
import { stampedDescription, stampedTags, stampIn, tagsIn } from './stamp.ts';

const stamp = { instanceId: '3a5e9d1c-6b0f-5c3e-9a51-0d5a4c8b7e21' };

describe('the stamp on a guest', () => {
  it('is read back from the description, whatever people wrote around it', () => {
    expect(stampIn(stampedDescription(stamp))).toEqual(stamp);
    expect(stampIn(`Ask Bob before you touch this.\n${stampedDescription(stamp)}\nThanks!`)).toEqual(stamp);
  });

  it.each([
    undefined,
    '',
    'netsoc-cloud',
    'netsoc-cloud instance',
    `a copy of netsoc-cloud instance ${stamp.instanceId}`,
    `netsoc-cloud instance ${stamp.instanceId} (retired)`,
  ])('is not seen in %j', (description) => {
    expect(stampIn(description)).toBeUndefined();
  });

  it('leaves the tags of others in place and is added once', () => {
    expect(stampedTags(tagsIn('template;netsoc-cloud,web'))).toBe('template;netsoc-cloud;web');
    expect(stampedTags([])).toBe('netsoc-cloud');
  });
});
