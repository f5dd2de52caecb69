import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, numberAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';

/** The pods' port that a Service sends to, or why there is none; undefined where any will do. */
export type ServicePort = { readonly target: string | undefined } | { readonly problem: string };

/**
 * What the port of a Service with this number or name, by default its first, points to: the number
 * or name of a port of its pods. A headless Service without ports leaves the port as it is.
 */
export function targetOfServicePort(service: KubeObject, wanted: string | undefined): ServicePort {
  const ports = arrayAt(service, 'spec', 'ports');
  if (ports.length === 0) return { target: wanted };
  const chosen =
    wanted === undefined
      ? ports[0]
      : ports.find((port) => textAt(port, 'port') === wanted || textAt(port, 'name') === wanted);
  if (chosen !== undefined) {
    return { target: textAt(chosen, 'targetPort') ?? textAt(chosen, 'port') };
  }
  const known = ports.map((port) => {
    const name = textAt(port, 'name');
    return `${textAt(port, 'port') ?? ''}${name === undefined ? '' : ` (${name})`}`;
  });
  const { name } = service.metadata;
  return { problem: `Service ${name} has no port ${wanted ?? ''}; it has ${known.join(', ')}` };
}

function textAt(port: Json, field: string): string | undefined {
  return stringAt(port, field) ?? numberAt(port, field)?.toString();
}
