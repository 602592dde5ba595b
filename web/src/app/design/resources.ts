import type { Resources } from '../api/contract';

/** `2 cores · 2 GiB memory · 16 GiB disk` in the words of the page's language. */
export const formatResources = ({ cores, memoryMiB, diskGiB }: Resources): string =>
  [
    cores === 1 ? $localize`1 core` : $localize`${cores}:cores: cores`,
    $localize`${formatMebibytes(memoryMiB)}:size: memory`,
    $localize`${diskGiB}:size: GiB disk`,
  ].join(' · ');

/** `512 MiB`, `2 GiB`, `1.5 GiB`. */
const formatMebibytes = (mebibytes: number): string =>
  mebibytes < 1024 ? `${mebibytes} MiB` : `${Number((mebibytes / 1024).toFixed(1))} GiB`;
