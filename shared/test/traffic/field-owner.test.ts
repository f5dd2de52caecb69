import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import type { Json } from '../../src/json/json.ts';
import { ownersOf, planOwnershipReturn } from '../../src/traffic/field-owner.ts';
import { httpRoute, patched } from './routes.ts';

const apiVersion = 'gateway.networking.k8s.io/v1';
const rules = { 'f:spec': { 'f:rules': {} } };
const hostnames = { 'f:spec': { 'f:hostnames': {} } };
const both = { 'f:spec': { 'f:hostnames': {}, 'f:rules': {} } };

function entry(manager: string, operation: string, fieldsV1: Json, subresource?: string): Json {
  const place = subresource === undefined ? {} : { subresource };
  return { manager, operation, apiVersion, fieldsType: 'FieldsV1', fieldsV1, ...place };
}

function owned(...managedFields: readonly Json[]): KubeObject {
  const route = httpRoute([]);
  return { ...route, metadata: { ...route.metadata, managedFields } };
}

const status = entry('contour', 'Update', { 'f:status': {} }, 'status');

test('owners are those who own the field itself', () => {
  const object = owned(entry('argocd', 'Apply', both), entry('x', 'Update', hostnames), status);
  expect(ownersOf(object, 'spec', 'rules')).toEqual([
    { manager: 'argocd', operation: 'Apply', apiVersion },
  ]);
});

describe('planOwnershipReturn', () => {
  const owners = [{ manager: 'argocd', operation: 'Apply', apiVersion }];
  test.each([
    [
      'an owner with other fields',
      owned(entry('argocd', 'Apply', hostnames), entry('kube-delivery', 'Update', rules), status),
      [entry('argocd', 'Apply', both), status],
    ],
    [
      'an owner whose only field it was',
      owned(entry('kube-delivery', 'Update', both)),
      [entry('kube-delivery', 'Update', hostnames), entry('argocd', 'Apply', rules)],
    ],
  ])('gives back to %s', (_, object, expected) => {
    const operations = planOwnershipReturn(object, owners, 'spec', 'rules');
    expect(patched(object, operations).metadata.managedFields).toEqual(expected);
  });

  test.each([
    ['the owner has it still', owned(entry('argocd', 'Apply', both)), owners],
    ['nobody owned it', owned(entry('kube-delivery', 'Update', rules)), []],
  ])('writes nothing when %s', (_, object, before) => {
    expect(planOwnershipReturn(object, before, 'spec', 'rules')).toEqual([]);
  });

  test('is refused when the object was written since', () => {
    const object = owned(entry('kube-delivery', 'Update', rules));
    const operations = planOwnershipReturn(object, owners, 'spec', 'rules');
    const since = { ...object, metadata: { ...object.metadata, resourceVersion: '4712' } };
    expect(() => patched(since, operations)).toThrow(/test/i);
  });
});
