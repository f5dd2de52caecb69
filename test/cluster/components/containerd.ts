import path from 'node:path';
import { cniConfigFolder } from '../network/bridge.ts';
import { statePath } from '../paths.ts';
import { endpoints, hostPort } from '../ports.ts';
import { systemPrograms } from '../tools/debian.ts';
import type { Component } from './component.ts';
import { answersHttp } from './probe.ts';

/** The socket the kubelet talks to. */
export const containerdSocket = statePath('containerd', 'containerd.sock');

/** containerd's folder of running tasks, one folder a container. */
export const containerdStateFolder = statePath('containerd', 'state');

const certificatesFolder = statePath('containerd', 'certs.d');
const registryHost = hostPort(endpoints.registry);

/** The image every pod's network namespace is held by; see images/. */
export const pauseImage = `${registryHost}/pause:1`;

const config = `version = 3
root = "${statePath('containerd', 'root')}"
state = "${containerdStateFolder}"

[grpc]
  address = "${containerdSocket}"

[metrics]
  address = "${hostPort(endpoints.containerdMetrics)}"

[plugins."io.containerd.internal.v1.opt"]
  path = "${statePath('containerd', 'opt')}"

[plugins."io.containerd.nri.v1.nri"]
  disable = true

[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "${pauseImage}"

[plugins."io.containerd.cri.v1.images".registry]
  config_path = "${certificatesFolder}"

[plugins."io.containerd.cri.v1.runtime"]
  # Without CAP_SYS_RESOURCE a process cannot lower its score.
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
  BinaryName = "${systemPrograms.runc.file}"
  Root = "${statePath('runc')}"
  SystemdCgroup = false

[plugins."io.containerd.cri.v1.runtime".cni]
  bin_dirs = ["${path.dirname(systemPrograms.bridgePlugin.file)}"]
  conf_dir = "${cniConfigFolder}"
`;

const registryHostConfig = `server = "http://${registryHost}"

[host."http://${registryHost}"]
  capabilities = ["pull", "resolve"]
`;

/** The container runtime. */
export const containerd: Component = {
  name: 'containerd',
  listens: [endpoints.containerdMetrics],
  address: `unix://${containerdSocket}`,
  spec: (tools) => {
    const configFile = statePath('containerd', 'config.toml');
    return {
      command: tools.containerd,
      args: ['--config', configFile, '--log-level', 'warn'],
      // containerd looks for its shim and for runc on the PATH.
      env: {
        PATH: `${path.dirname(tools['containerd-shim-runc-v2'])}:/usr/sbin:/usr/bin:/sbin:/bin`,
      },
      files: {
        [configFile]: config,
        [path.join(certificatesFolder, registryHost, 'hosts.toml')]: registryHostConfig,
      },
    };
  },
  // Its socket is only for root, who need not be the one who asks.
  check: () => answersHttp(endpoints.containerdMetrics, '/v1/metrics'),
};
