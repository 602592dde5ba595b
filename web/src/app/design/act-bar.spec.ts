import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { describe, expect, it, jest } from '@jest/globals';
import type { Act } from '../api/contract';
import { ActBar, ActButton } from './act-bar';

const barred = (reason: string): Act => ({ allowed: false, reason });
const allowed: Act = { allowed: true, reason: null };

@Component({
  imports: [ActBar, ActButton],
  template: `
    <app-act-bar>
      <app-act-button [act]="approve()" [busy]="busy()" (press)="approved()">Approve</app-act-button>
      @if (seesRefuse()) {
        <app-act-button [act]="refuse()">Refuse…</app-act-button>
      }
    </app-act-bar>
  `,
})
class Host {
  readonly approve = signal(allowed);
  readonly refuse = signal(allowed);
  readonly seesRefuse = signal(true);
  readonly busy = signal(false);
  readonly approved = jest.fn();
}

const show = async () => {
  const fixture = TestBed.createComponent(Host);
  const loader = TestbedHarnessEnvironment.loader(fixture);
  const button = await loader.getHarness(MatButtonHarness.with({ text: 'Approve' }));
  const element = fixture.nativeElement as HTMLElement;
  const reasons = () => element.querySelector('p')?.textContent;
  const described = async () =>
    element.querySelector(`#${String(await (await button.host()).getAttribute('aria-describedby'))}`);
  return { host: fixture.componentInstance, fixture, button, reasons, described };
};

describe('the acts on a thing', () => {
  it('can be done when they are allowed, and say nothing then', async () => {
    const { host, button, reasons } = await show();
    await button.click();

    expect(host.approved).toHaveBeenCalledTimes(1);
    expect(reasons()).toBeUndefined();
  });

  it('say once why they are refused, to whoever looks at the button too', async () => {
    const { host, fixture, button, reasons, described } = await show();
    host.approve.set(barred('Only admins decide.'));
    host.refuse.set(barred('Only admins decide.'));
    await fixture.whenStable();

    expect(await button.isDisabled()).toBe(true);
    expect(reasons()).toBe('Only admins decide.');
    expect((await described())?.textContent).toBe('Only admins decide.');
  });

  it('give each reason of those that are seen, and none of those that are not', async () => {
    const { host, fixture, reasons } = await show();
    host.approve.set(barred('Its owner is disabled.'));
    host.refuse.set(barred('It is over.'));
    await fixture.whenStable();

    expect(reasons()).toBe('Its owner is disabled. It is over.');

    host.seesRefuse.set(false);
    await fixture.whenStable();

    expect(reasons()).toBe('Its owner is disabled.');
  });

  it('are told apart from those on another thing of the page', async () => {
    const one = await show();
    const other = await show();
    one.host.approve.set(barred('Its owner is disabled.'));
    other.host.approve.set(barred('It is over.'));
    await Promise.all([one.fixture.whenStable(), other.fixture.whenStable()]);
    const idOf = async ({ button }: typeof one) => (await button.host()).getAttribute('aria-describedby');

    expect(await idOf(one)).not.toBe(await idOf(other));
    expect((await other.described())?.textContent).toBe('It is over.');
  });

  it('cannot be done twice at once, for which there is no reason to read', async () => {
    const { host, fixture, button, reasons } = await show();
    host.busy.set(true);
    await fixture.whenStable();

    expect(await button.isDisabled()).toBe(true);
    expect(reasons()).toBeUndefined();
  });
});
