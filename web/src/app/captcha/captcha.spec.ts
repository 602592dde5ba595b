import { setImmediate } from 'node:timers/promises';
import { Component, signal } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Captcha } from './captcha';
import type { HCaptcha } from './captcha-script';

type Options = Parameters<HCaptcha['render']>[1];

@Component({
  imports: [Captcha],
  template: `@if (shown()) {
    <app-captcha siteKey="site" [(answer)]="answer" />
  }`,
})
class Host {
  readonly shown = signal(true);
  readonly answer = signal('');
}

describe('Captcha', () => {
  const page = globalThis as typeof globalThis & { hcaptcha?: HCaptcha; captchaReady?: () => void };
  const scripts = (): readonly HTMLScriptElement[] => [...document.head.querySelectorAll('script')];
  let widget: { render: jest.Mock<HCaptcha['render']>; reset: jest.Mock; remove: jest.Mock };
  let fixture: ComponentFixture<Host>;

  /** What was promised is kept, and drawn. */
  const settle = async (): Promise<void> => {
    await setImmediate();
    TestBed.tick();
  };

  beforeEach(async () => {
    // jsdom has no media queries; the captcha asks for the colours of the system.
    globalThis.matchMedia = () => ({ matches: true }) as MediaQueryList;
    widget = { render: jest.fn<HCaptcha['render']>().mockReturnValue('one'), reset: jest.fn(), remove: jest.fn() };
    fixture = TestBed.createComponent(Host);
    await settle();
  });

  afterEach(() => {
    for (const script of scripts()) script.remove();
    delete page.hcaptcha;
  });

  const arrive = async (): Promise<Options> => {
    page.hcaptcha = widget;
    page.captchaReady?.();
    await settle();
    const options = widget.render.mock.calls[0]?.[1];
    if (options === undefined) throw new Error('nothing was rendered');
    return options;
  };

  it('fetches the script of hCaptcha and of nobody else, and shows its box in the colours of the page', async () => {
    expect(scripts().map(({ src }) => new URL(src).origin)).toEqual(['https://js.hcaptcha.com']);

    const options = await arrive();

    expect(options).toMatchObject({ sitekey: 'site', theme: 'dark' });
  });

  it('hands on the answer, and asks anew once it was used or ran out', async () => {
    const options = await arrive();
    options.callback('answer');
    await settle();

    expect(fixture.componentInstance.answer()).toBe('answer');

    fixture.componentInstance.answer.set('');
    await settle();

    expect(widget.reset).toHaveBeenCalledWith('one');

    options.callback('another');
    options['expired-callback']();

    expect(fixture.componentInstance.answer()).toBe('');
  });

  it('says that it did not load, and tries again', async () => {
    scripts()[0]?.dispatchEvent(new Event('error'));
    await settle();

    const element = fixture.nativeElement as HTMLElement;

    expect(element.textContent).toContain('did not load');
    expect(scripts()).toHaveLength(0);

    element.querySelector('button')?.click();
    await settle();
    await arrive();

    expect(element.textContent).not.toContain('did not load');
  });

  it('takes its box away with the page', async () => {
    await arrive();
    fixture.componentInstance.shown.set(false);
    await settle();

    expect(widget.remove).toHaveBeenCalledWith('one');
  });
});
