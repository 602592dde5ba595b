import type { Recorded } from '../../application/ports/event-log.ts';
import type { OpenPersonal } from '../../application/ports/personal-data.ts';
import { erased, personalData } from '../../domain/personal-data.ts';

const personalFieldsOf = ({ event }: Recorded): readonly (readonly [field: string, sealed: string])[] => {
  const data: Readonly<Record<string, unknown>> = event.data;
  return (personalData[event.type]?.fields ?? []).flatMap((field) => {
    const sealed = data[field];
    return typeof sealed === 'string' ? [[field, sealed] as const] : [];
  });
};

/**
 * The facts of a page with everything personal in clear, for the operator's eyes.
 * @throws EventStoreError when keys cannot be read
 */
export const inClear = async (
  page: readonly Recorded[],
  openPersonal: OpenPersonal,
): Promise<readonly Readonly<{ recorded: Recorded; data: Readonly<Record<string, unknown>> }>[]> => {
  const open = await openPersonal(page.flatMap(personalFieldsOf).map(([, sealed]) => sealed));
  return page.map((recorded) => ({
    recorded,
    data: {
      ...recorded.event.data,
      ...Object.fromEntries(personalFieldsOf(recorded).map(([field, sealed]) => [field, open(sealed) ?? erased])),
    },
  }));
};
