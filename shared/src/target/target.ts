/** The kinds that a target can be of. */
export const targetKinds = ['deployment', 'statefulset', 'daemonset', 'service', 'pod'] as const;

/** What is asked through the API server: every pod behind it. */
export interface Target {
  readonly kind: (typeof targetKinds)[number];
  readonly name: string;
  /** A port's number or name: of a Service its own, of a workload or pod the container's. */
  readonly port?: string;
}

const shape = /^([a-z]+)\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([a-z0-9-]+))?$/;

/** How a target is written, for error messages. */
export const targetExamples = 'deployment/web, service/web:80 or pod/web-0';

/** Reads `<kind>/<name>[:<port>]`; undefined where it is none of the known kinds. */
export function parseTarget(text: string): Target | undefined {
  const [, kind, name, port] = shape.exec(text) ?? [];
  const known = targetKinds.find((each) => each === kind);
  if (known === undefined || name === undefined || !isPort(port)) return undefined;
  return { kind: known, name, ...(port === undefined ? {} : { port }) };
}

function isPort(port: string | undefined): boolean {
  if (port === undefined || !/^\d+$/.test(port)) return true;
  return Number(port) >= 1 && Number(port) <= 65_535;
}

/** The target as it is written. */
export function describeTarget({ kind, name, port }: Target): string {
  return `${kind}/${name}${port === undefined ? '' : `:${port}`}`;
}
