import { tokenOf } from '../credentials.ts';
import { statePath } from '../paths.ts';
import { endpoints, hostPort } from '../ports.ts';
import { apiServerCaFile } from './api-server.ts';
import { flags, type Component } from './component.ts';
import { answersHttp } from './probe.ts';

const podAnnotation = '__meta_kubernetes_pod_annotation_prometheus_io';

/** Prometheus' configuration: Envoy's request counters, and pods that ask for it by annotation. */
function config(): object {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    scrape_configs: [envoyJob, podJob()],
  };
}

const envoyJob = {
  job_name: 'envoy',
  metrics_path: '/stats/prometheus',
  // All of Envoy's statistics would be ten times as much, every second.
  params: { usedonly: [''], filter: ['upstream_rq'] },
  static_configs: [{ targets: [hostPort(endpoints.envoyStats)] }],
};

function podJob(): object {
  return {
    job_name: 'pods',
    kubernetes_sd_configs: [
      {
        role: 'pod',
        api_server: `https://${hostPort(endpoints.apiServer)}`,
        authorization: { credentials: tokenOf('admin') },
        tls_config: { ca_file: apiServerCaFile },
      },
    ],
    relabel_configs: [
      keep([`${podAnnotation}_scrape`], 'true'),
      keep(['__meta_kubernetes_pod_phase'], 'Running'),
      replace([`${podAnnotation}_path`], '(.+)', '__metrics_path__'),
      {
        ...replace(
          ['__meta_kubernetes_pod_ip', `${podAnnotation}_port`],
          '(.+);(.+)',
          '__address__',
        ),
        replacement: '$1:$2',
      },
      replace(['__meta_kubernetes_namespace'], '(.+)', 'namespace'),
      replace(['__meta_kubernetes_pod_name'], '(.+)', 'pod'),
      { action: 'labelmap', regex: '__meta_kubernetes_pod_label_(.+)' },
    ],
  };
}

function keep(sources: readonly string[], regex: string): object {
  return { action: 'keep', source_labels: sources, regex };
}

function replace(sources: readonly string[], regex: string, target: string): object {
  return { action: 'replace', source_labels: sources, regex, target_label: target };
}

/** Scrapes Envoy and the annotated pods every second. */
export const prometheus: Component = {
  name: 'prometheus',
  listens: [endpoints.prometheus],
  address: `http://${hostPort(endpoints.prometheus)}`,
  spec: (tools) => {
    const configFile = statePath('prometheus.json');
    return {
      command: tools.prometheus,
      args: flags({
        'config.file': configFile,
        'storage.tsdb.path': statePath('prometheus'),
        'storage.tsdb.retention.time': '6h',
        'web.listen-address': hostPort(endpoints.prometheus),
        'log.level': 'warn',
      }),
      files: { [configFile]: JSON.stringify(config(), undefined, 2) },
    };
  },
  check: () => answersHttp(endpoints.prometheus, '/-/ready'),
};
