import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pages, textOf } from './pages.ts';

const withoutCode = (markdown: string): string => markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');

/** `[text](target)` and pictures; targets on other hosts are not ours to check. */
const targetsIn = (markdown: string): readonly string[] =>
  Array.from(withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target).filter(
    (target) => !/^[a-z]+:/.test(target),
  );

/** What GitHub makes of a heading: `## What each mail says, and when` is `#what-each-mail-says-and-when`. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsIn = (markdown: string): readonly string[] =>
  Array.from(withoutCode(markdown).matchAll(/^#+ (.+)$/gm), ([, heading = '']) => anchorOf(heading));

const leadsNowhere = (page: string, target: string): boolean => {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(file)) return true;
  return anchor !== undefined && file.endsWith('.md') && !anchorsIn(textOf(file)).includes(anchor);
};

describe('links of the documentation', () => {
  it.each(pages())('lead to files and headings that are there: %s', (page) => {
    expect(targetsIn(textOf(page)).filter((target) => leadsNowhere(page, target))).toEqual([]);
  });

  it('lead to pages that are there, from the sample configuration too', () => {
    const named = Array.from(textOf('config.sample.yml').matchAll(/docs\/[\w/-]+\.\w+/g), ([file]) => file);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('reach every page from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      if (!page.endsWith('.md')) continue;
      for (const target of targetsIn(textOf(page))) reached.add(join(dirname(page), target.split('#')[0] ?? ''));
    }
    const folders = [...reached].filter((file) => file.endsWith('/'));
    const missed = pages().filter(
      (page) => !reached.has(page) && !folders.some((folder) => `${dirname(page)}/` === folder),
    );
    expect(missed).toEqual([]);
  });
});
