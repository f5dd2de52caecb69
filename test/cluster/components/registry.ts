import { statePath } from '../paths.ts';
import { endpoints, hostPort } from '../ports.ts';
import type { Component } from './component.ts';
import { answersHttp } from './probe.ts';

const config = {
  version: 0.1,
  log: { level: 'warn' },
  storage: { filesystem: { rootdirectory: statePath('registry') }, delete: { enabled: true } },
  http: { addr: hostPort(endpoints.registry) },
};

/** The image registry that the tests push to and the kubelet pulls from, over plain http. */
export const registry: Component = {
  name: 'registry',
  listens: [endpoints.registry],
  spec: (tools) => {
    const configFile = statePath('registry.json');
    return {
      command: tools.registry,
      args: ['serve', configFile],
      env: { OTEL_TRACES_EXPORTER: 'none' },
      files: { [configFile]: JSON.stringify(config, undefined, 2) },
    };
  },
  check: () => answersHttp(endpoints.registry, '/v2/'),
};
