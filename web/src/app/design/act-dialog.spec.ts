import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { HttpErrorResponse } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { MATERIAL_ANIMATIONS } from '@angular/material/core';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatDialog } from '@angular/material/dialog';
import { MatDialogHarness } from '@angular/material/dialog/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openActDialog } from './act-dialog';
import { provideIconsForTest } from './icons-for-test';

type Run = (reason: string, commandId: string) => Promise<unknown>;

@Component({ template: '' })
class Host {
  readonly dialog = inject(MatDialog);
}

describe('the dialog of an act', () => {
  let run: jest.Mock<Run>;
  const open = async (asksReason: boolean) => {
    const fixture = TestBed.createComponent(Host);
    openActDialog(fixture.componentInstance.dialog, {
      heading: 'Withdraw the request for web?',
      lost: ['The name web.'],
      kept: ['The history.'],
      verb: 'Withdraw the request',
      danger: true,
      run,
      ...(asksReason ? { reason: { label: 'Reason', maxLength: 10 } } : {}),
    });
    const loader = TestbedHarnessEnvironment.documentRootLoader(fixture);
    return { loader, submit: await loader.getHarness(MatButtonHarness.with({ text: 'Withdraw the request' })) };
  };

  beforeEach(() => {
    run = jest.fn<Run>().mockResolvedValue(undefined);
    TestBed.configureTestingModule({
      providers: [provideIconsForTest(), { provide: MATERIAL_ANIMATIONS, useValue: { animationsDisabled: true } }],
    });
  });

  it('says what is lost and what stays, acts once, and closes', async () => {
    const { loader, submit } = await open(false);
    const dialog = await loader.getHarness(MatDialogHarness);

    expect(await dialog.getTitleText()).toBe('Withdraw the request for web?');
    expect(await dialog.getContentText()).toMatch(/What is lost.*The name web\..*What stays.*The history\./);

    await submit.click();

    expect(run).toHaveBeenCalledTimes(1);
    expect(await loader.getAllHarnesses(MatDialogHarness)).toHaveLength(0);
  });

  it('does not act without the reason it asks for, or with one that is too long', async () => {
    const { loader, submit } = await open(true);
    const input = await loader.getHarness(MatInputHarness);
    const field = await loader.getHarness(MatFormFieldHarness);

    await submit.click();

    expect(await field.getTextErrors()).toEqual(['Say why, in a sentence.']);

    await input.setValue('far too long a reason');
    await submit.click();

    expect(await field.getTextErrors()).toEqual(['At most 10 characters; these are 21.']);
    expect(run).not.toHaveBeenCalled();
  });

  it('stays open with the problem, and a retry is the same command unless the words change', async () => {
    run.mockRejectedValue(new HttpErrorResponse({ status: 0 }));
    const { loader, submit } = await open(true);
    const input = await loader.getHarness(MatInputHarness);
    await input.setValue('full');
    await submit.click();
    await submit.click();
    await input.setValue('no room');
    await submit.click();

    const dialog = await loader.getHarness(MatDialogHarness);
    const ids = run.mock.calls.map(([, commandId]) => commandId);

    expect(await dialog.getContentText()).toContain('No connection');
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});
