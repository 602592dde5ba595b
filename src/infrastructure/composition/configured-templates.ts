import type { Template, Templates } from '../../application/ports/templates.ts';
import type { TemplateConfiguration } from '../config/configuration.ts';

const templateOf = (configured: TemplateConfiguration): Template => ({
  id: configured.id,
  kind: configured.kind,
  title: configured.title,
  subtitle: configured.subtitle,
  description: configured.description,
  logoUrl: configured.logo_url,
  source: configured.source,
  resources: {
    cores: configured.resources.cores,
    memoryMiB: configured.resources.memory_mib,
    diskGiB: configured.resources.disk_gib,
    swapMiB: configured.resources.swap_mib,
  },
});

/** The templates of the configuration, in its order. */
export const configuredTemplates = (configured: readonly TemplateConfiguration[]): Templates => {
  const templates = configured.map(templateOf);
  const byId = new Map(templates.map((template) => [template.id, template]));
  return { find: (id) => byId.get(id), list: () => templates };
};
