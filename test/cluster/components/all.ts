import { apiServer } from './api-server.ts';
import type { Component } from './component.ts';
import { containerd } from './containerd.ts';
import { contour } from './contour.ts';
import { controllerManager } from './controller-manager.ts';
import { envoy } from './envoy.ts';
import { etcd } from './etcd.ts';
import { kubeProxy } from './kube-proxy.ts';
import { kubelet } from './kubelet.ts';
import { prometheus } from './prometheus.ts';
import { registry } from './registry.ts';
import { scheduler } from './scheduler.ts';

/** Every component, each after those it needs. */
export const allComponents: readonly Component[] = [
  etcd,
  apiServer,
  controllerManager,
  scheduler,
  containerd,
  registry,
  kubelet,
  kubeProxy,
  contour,
  envoy,
  prometheus,
];
