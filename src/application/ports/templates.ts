import type { InstanceKind, Resources } from '../../domain/instance/instance-events.ts';
import type { ContainerSource, MachineSource } from './hypervisor.ts';

type About = Readonly<{
  /** `debian-13`: stored in requests, so it never changes meaning. */
  id: string;
  kind: InstanceKind;
  title: string;
  subtitle: string;
  /** Markdown. */
  description: string;
  logoUrl: string | undefined;
  /** What an instance made from it gets. */
  resources: Resources;
}>;

/** What members can ask for, by configuration. */
export type Template = About &
  (Readonly<{ kind: 'lxc'; source: ContainerSource }> | Readonly<{ kind: 'vps'; source: MachineSource }>);

export type Templates = Readonly<{
  find: (id: string) => Template | undefined;
  list: () => readonly Template[];
}>;
