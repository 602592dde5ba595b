/** One line of `npm run bench`: a figure beside the bare work it is compared with, measured in the same run. */
export type Figure = {
  group: string;
  figure: string;
  value: number;
  unit: string;
  /** The bare work, in the same unit; null when there is nothing to compare with. */
  baseline: number | null;
  /** value / baseline. */
  ratio: number | null;
};
