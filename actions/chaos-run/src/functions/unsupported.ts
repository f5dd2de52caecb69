const fromFile =
  'it only creates what a file holds; apply that with the deploy action before the run';
const removal =
  'what it deletes cannot be put back as it was; scale the workload to 0, deny its network or kill its pods instead';
const chaosMesh =
  'it needs the controller of Chaos Mesh; where that runs, create its objects with chaosk8s.crd.actions.create_custom_object';

/** Functions that chaostoolkit-kubernetes 0.39.0 and chaostoolkit-prometheus 0.6.0 have, and we have not. */
const unsupported: readonly {
  readonly modules: readonly string[];
  readonly functions: readonly string[];
  readonly reason: string;
}[] = [
  {
    modules: ['chaosk8s.deployment.actions', 'chaosk8s.actions'],
    functions: ['create_deployment'],
    reason: fromFile,
  },
  {
    modules: ['chaosk8s.deployment.actions', 'chaosk8s.actions'],
    functions: ['delete_deployment'],
    reason: removal,
  },
  { modules: ['chaosk8s.actions'], functions: ['start_microservice'], reason: fromFile },
  {
    modules: ['chaosk8s.actions'],
    functions: ['remove_service_endpoint', 'delete_service', 'delete_replica_set'],
    reason: removal,
  },
  { modules: ['chaosk8s.service.actions'], functions: ['delete_service'], reason: removal },
  {
    modules: ['chaosk8s.service.actions'],
    functions: ['create_service_endpoint'],
    reason: fromFile,
  },
  { modules: ['chaosk8s.replicaset.actions'], functions: ['delete_replica_set'], reason: removal },
  { modules: ['chaosk8s.secret.actions'], functions: ['create_secret'], reason: fromFile },
  { modules: ['chaosk8s.secret.actions'], functions: ['delete_secret'], reason: removal },
  { modules: ['chaosk8s.namespace.actions'], functions: ['create_namespace'], reason: fromFile },
  { modules: ['chaosk8s.namespace.actions'], functions: ['delete_namespace'], reason: removal },
  {
    modules: ['chaosk8s.statefulset.actions'],
    functions: ['create_statefulset'],
    reason: fromFile,
  },
  { modules: ['chaosk8s.statefulset.actions'], functions: ['remove_statefulset'], reason: removal },
  {
    modules: ['chaosk8s.daemonset.actions'],
    functions: ['create_daemon_set', 'update_daemon_set'],
    reason: fromFile,
  },
  { modules: ['chaosk8s.daemonset.actions'], functions: ['delete_daemon_set'], reason: removal },
  {
    modules: ['chaosk8s.networking.actions'],
    functions: ['create_ingress', 'update_ingress'],
    reason: fromFile,
  },
  { modules: ['chaosk8s.networking.actions'], functions: ['delete_ingress'], reason: removal },
  {
    modules: ['chaosk8s.node.actions'],
    functions: ['create_node', 'delete_nodes'],
    reason:
      'only a machine itself can bring its node back; use chaosk8s.node.actions.drain_nodes or cordon_node',
  },
  {
    modules: ['chaosk8s.crd.actions'],
    functions: ['apply_from_json', 'apply_from_yaml'],
    reason: 'it only creates; use chaosk8s.crd.actions.create_custom_object',
  },
  {
    modules: ['chaosk8s.crd.actions'],
    functions: ['get_plural', 'load_body'],
    reason: 'it is an inner function of its module',
  },
  {
    modules: ['chaosk8s.chaosmesh.network.actions'],
    functions: [
      'add_common_spec',
      'add_latency',
      'corrupt_packets',
      'create_custom_object',
      'delete_custom_object',
      'delete_network_fault',
      'duplicate_packets',
      'reorder_packets',
      'set_bandwidth',
      'set_loss',
    ],
    reason: chaosMesh,
  },
  {
    modules: ['chaosk8s.chaosmesh.stress.actions'],
    functions: [
      'add_common_spec',
      'create_custom_object',
      'delete_custom_object',
      'delete_stressor',
      'stress_cpu',
      'stress_memory',
    ],
    reason: chaosMesh,
  },
  {
    modules: ['chaosk8s.chaosmesh.network.probes'],
    functions: [
      'get_custom_object',
      'get_network_fault',
      'get_network_faults',
      'list_custom_objects',
    ],
    reason: chaosMesh,
  },
  {
    modules: ['chaosk8s.chaosmesh.stress.probes'],
    functions: ['get_custom_object', 'get_stressor', 'get_stressors', 'list_custom_objects'],
    reason: chaosMesh,
  },
  {
    modules: ['chaosprometheus.probes'],
    functions: ['compute_mean', 'nodes_cpu_usage_mean'],
    reason: 'ask for the mean in PromQL with chaosprometheus.probes.query',
  },
];

/** Why a function that the original has does not run natively; undefined for any other. */
export function whyUnsupported(module: string, func: string): string | undefined {
  return unsupported.find(
    ({ modules, functions }) => modules.includes(module) && functions.includes(func),
  )?.reason;
}
