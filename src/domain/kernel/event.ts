/**
 * A past fact. `type` is the stored name without its version (`instance-requested`);
 * the version belongs to the event registry, never to the domain.
 */
export type DomainEvent<Type extends string = string, Data extends object = object> = Readonly<{
  type: Type;
  data: Readonly<Data>;
}>;
