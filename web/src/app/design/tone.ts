import type { IconName } from './icons';

/** What a state means to a person; colour follows from it in one place (`styles/_tones.scss`). */
type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'off';

export type StateLook = Readonly<{ label: string; tone: Tone; icon: IconName }>;

/** A state that this version of the portal has never heard of is shown as what it is: unknown, with its name. */
export const unknownLook = (state: string): StateLook => ({
  label: $localize`Unknown (${state}:state:)`,
  tone: 'off',
  icon: 'help',
});
