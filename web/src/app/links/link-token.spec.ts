import { TestBed } from '@angular/core/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { LinkToken, tokenIn } from './link-token';

describe('LinkToken', () => {
  afterEach(() => history.replaceState(null, '', '/'));

  it('takes the token out of the address and of the history, and keeps the rest', () => {
    history.replaceState({ router: 1 }, '', '/verify?from=mail#token=account.secret');
    const { length } = history;
    const token = TestBed.inject(LinkToken);

    expect(token.value()).toBe('account.secret');
    expect(location.href).toBe('http://localhost/verify?from=mail');
    expect(history.length).toBe(length);
  });

  it('leaves an address without a token alone', () => {
    history.replaceState(null, '', '/instances#main');

    expect(TestBed.inject(LinkToken).value()).toBeUndefined();
    expect(location.hash).toBe('#main');
  });

  it('forgets', () => {
    history.replaceState(null, '', '/email#token=account.secret');
    const token = TestBed.inject(LinkToken);
    token.forget();

    expect(token.value()).toBeUndefined();
  });
});

describe('tokenIn', () => {
  it.each([
    ['token=a.b', 'a.b'],
    ['token=%20a.b', 'a.b'],
    ['token=', undefined],
    ['main', undefined],
    [null, undefined],
  ])('reads %j as %j', (fragment, token) => {
    expect(tokenIn(fragment)).toBe(token);
  });
});
