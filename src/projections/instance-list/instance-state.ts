/** State of an instance as people see it: its own, and whether its provisioning is parked. */
export type InstanceState =
  | 'pending'
  | 'refused'
  | 'withdrawn'
  | 'provisioning'
  | 'parked'
  | 'running'
  | 'suspended'
  | 'deleting'
  | 'deleted'
  | 'abandoned';
