import { expect, test } from '@jest/globals';
import { container, podHead } from './manifests.ts';
import { brief, check } from './support.ts';

interface Defect {
  readonly yaml: string;
  readonly problem: string;
  readonly message: string;
  readonly hint: string;
}

const defects: Readonly<Record<string, Defect>> = {
  'a misspelt field': {
    yaml: `${container}          imagePullPolcy: Always`,
    problem: 'schema/unknown-field spec.template.spec.containers[0].imagePullPolcy',
    message: 'there is no field imagePullPolcy in spec.template.spec.containers[0]',
    hint: 'write imagePullPolicy',
  },
  'a field that is indented too deep': {
    yaml: `${container}      selector: {}`,
    problem: 'schema/unknown-field spec.template.spec.selector',
    message: 'there is no field selector in spec.template.spec',
    hint: 'move it to spec',
  },
  'a field that is not indented enough': {
    yaml: `${container}  livenessProbe: { httpGet: { port: 80 } }`,
    problem: 'schema/unknown-field spec.livenessProbe',
    message: 'there is no field livenessProbe in spec',
    hint: 'move it to spec.template.spec.containers[]',
  },
  'a field in the wrong case': {
    yaml: 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { Type: NodePort }',
    problem: 'schema/unknown-field spec.Type',
    message: 'there is no field Type in spec',
    hint: 'write type',
  },
  'a field at the top': {
    yaml: `${container}replicas: 1`,
    problem: 'schema/unknown-field replicas',
    message: 'there is no field replicas here',
    hint: 'move it to spec',
  },
  'a number where text is needed': {
    yaml: `${container}          env: [{ name: PORT, value: 8080 }]`,
    problem: 'schema/wrong-type spec.template.spec.containers[0].env[0].value',
    message: 'must be text, but is the number 8080',
    hint: 'put it in quotes, in a template with `| quote`',
  },
  'a boolean in a map of text': {
    yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { debug: true }',
    problem: 'schema/wrong-type data.debug',
    message: 'must be text, but is the boolean true',
    hint: 'put it in quotes, in a template with `| quote`',
  },
  'text where a number is needed': {
    yaml: `${container}  replicas: "3"`,
    problem: 'schema/wrong-type spec.replicas',
    message: 'must be a whole number, but is the text "3"',
    hint: 'leave the quotes out',
  },
  'a fraction where a whole number is needed': {
    yaml: `${container}  replicas: 1.5`,
    problem: 'schema/wrong-type spec.replicas',
    message: 'must be a whole number, but is the number 1.5',
    hint: 'give a whole number',
  },
  'text where a boolean is needed': {
    yaml: `${container}  paused: "true"`,
    problem: 'schema/wrong-type spec.paused',
    message: 'must be true or false, but is the text "true"',
    hint: 'leave the quotes out',
  },
  'text where a list is needed': {
    yaml: `${container}          command: run`,
    problem: 'schema/wrong-type spec.template.spec.containers[0].command',
    message: 'must be a list, but is the text "run"',
    hint: 'write it as a list, each entry after `- `',
  },
  'a map where a list is needed': {
    yaml: `${podHead}      containers: { name: web }`,
    problem: 'schema/wrong-type spec.template.spec.containers',
    message: 'must be a list, but is a map',
    hint: 'write it as a list, each entry after `- `',
  },
  'a list where a map is needed': {
    yaml: `${container}          resources: [{ limits: {} }]`,
    problem: 'schema/wrong-type spec.template.spec.containers[0].resources',
    message: 'must be a map, but is a list',
    hint: 'leave out the `- ` before its keys',
  },
  'a map of Go where YAML is needed': {
    yaml: `${container}          resources: "map[limits:map[cpu:1]]"`,
    problem: 'schema/wrong-type spec.template.spec.containers[0].resources',
    message: 'must be a map, but is the text "map[limits:map[cpu:1]]"',
    hint: 'write it as YAML below the key, in a template with `toYaml | nindent`',
  },
  'a missing field': {
    yaml: `${podHead}      containers:\n        - image: a:1`,
    problem: 'schema/missing-field spec.template.spec.containers[0].name',
    message: 'the required field name is missing',
    hint: 'set name to text',
  },
  'an empty field': {
    yaml: `${podHead}      containers:`,
    problem: 'schema/missing-field spec.template.spec.containers',
    message: 'the required field containers is empty',
    hint: 'set containers to a list',
  },
  'an empty entry': {
    yaml: `${container}          env:\n            -`,
    problem: 'schema/missing-field spec.template.spec.containers[0].env[0].name',
    message: 'the required field name is missing',
    hint: 'set name to text',
  },
  'an object without a name': {
    yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { labels: {} }',
    problem: 'schema/missing-field metadata.name',
    message: 'the ConfigMap has no name',
    hint: 'set metadata.name',
  },
  'an object without a kind': {
    yaml: 'apiVersion: v1\nmetadata: { name: web }',
    problem: 'schema/missing-field kind',
    message: 'the required field kind is missing',
    hint: 'set kind to text',
  },
  'a value that is not allowed': {
    yaml: `${container}          imagePullPolicy: IfNotPresents`,
    problem: 'schema/unknown-value spec.template.spec.containers[0].imagePullPolicy',
    message:
      'the text "IfNotPresents" is not allowed here; allowed are Always, IfNotPresent, Never',
    hint: 'write IfNotPresent',
  },
  'an entry that is not allowed': {
    yaml: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: web }\nspec: { accessModes: [RWO] }',
    problem: 'schema/unknown-value spec.accessModes[0]',
    message:
      'the text "RWO" is not allowed here; allowed are ReadOnlyMany, ReadWriteMany, ReadWriteOnce, ReadWriteOncePod',
    hint: 'give one of ReadOnlyMany, ReadWriteMany, ReadWriteOnce, ReadWriteOncePod',
  },
  'a value of a list that names empty text too': {
    yaml: 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ipFamilies: [IPv5] }',
    problem: 'schema/unknown-value spec.ipFamilies[0]',
    message: 'the text "IPv5" is not allowed here; allowed are IPv4, IPv6',
    hint: 'write IPv4',
  },
  'an amount that cannot be read': {
    yaml: `${container}          resources: { limits: { memory: 512MB } }`,
    problem: 'schema/invalid-quantity spec.template.spec.containers[0].resources.limits.memory',
    message:
      '"512MB" is not an amount that Kubernetes reads; units are m, k, M, G, T and Ki, Mi, Gi, Ti',
    hint: 'write 512Mi',
  },
  'a number in quotes where a name could be': {
    yaml: 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80, targetPort: "8080" }] }',
    problem: 'schema/invalid-value spec.ports[0].targetPort',
    message: 'the text "8080" is neither a number, as it is in quotes, nor a name or a percentage',
    hint: 'leave the quotes out',
  },
  'a boolean where a number or text is needed': {
    yaml: 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80, targetPort: true }] }',
    problem: 'schema/wrong-type spec.ports[0].targetPort',
    message: 'must be a whole number or text, but is the boolean true',
    hint: 'put it in quotes, in a template with `| quote`',
  },
  'plain text in the data of a Secret, which stays unsaid': {
    yaml: 'apiVersion: v1\nkind: Secret\nmetadata: { name: web }\ndata: { password: hunter2! }',
    problem: 'schema/invalid-value data.password',
    message: 'the text is not base64, as the field requires',
    hint: 'encode it, in a template with `| b64enc`; a Secret takes plain text in stringData',
  },
  'a number in a Secret, which stays unsaid': {
    yaml: 'apiVersion: v1\nkind: Secret\nmetadata: { name: web }\nstringData: { pin: 4711 }',
    problem: 'schema/wrong-type stringData.pin',
    message: 'must be text, but is a number',
    hint: 'put it in quotes, in a template with `| quote`',
  },
  'a number that is too large': {
    yaml: `${container}  replicas: 3000000000`,
    problem: 'schema/invalid-value spec.replicas',
    message: 'the number 3000000000 does not fit into 32 bits',
    hint: 'give a smaller number',
  },
  'a name with an underscore': {
    yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web_config }',
    problem: 'schema/invalid-name metadata.name',
    message:
      'a ConfigMap cannot have the name "web_config": it may hold lower-case letters, digits, `-` and `.`, and begins and ends with a letter or digit',
    hint: 'change it, in a template with `| lower | replace "_" "-"`',
  },
  'a label with a plus sign': {
    yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, labels: { helm.sh/chart: web-1.0+1 } }',
    problem: 'schema/invalid-label metadata.labels["helm.sh/chart"]',
    message:
      '"web-1.0+1" cannot be the value of a label: it may hold letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit',
    hint: 'replace the plus sign, in a template with `| replace "+" "_"`',
  },
  'a label of a pod template': {
    yaml: container.replace('{ app: web } }\n    spec', '{ app: web, tier: "a b" } }\n    spec'),
    problem: 'schema/invalid-label spec.template.metadata.labels.tier',
    message:
      '"a b" cannot be the value of a label: it may hold letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit',
    hint: 'shorten or replace it, in a template with `| trunc 63 | trimSuffix "-"`',
  },
  'two variables of one name': {
    yaml: `${container}          env: [{ name: A, value: a }, { name: A, value: b }]`,
    problem: 'schema/duplicate-entry spec.template.spec.containers[0].env[1]',
    message: 'entry 2 has the same name "A" as entry 1, so that only one of them counts',
    hint: 'keep one of them',
  },
  'two ports that differ in nothing but a default': {
    yaml: `${container}          ports: [{ containerPort: 80 }, { containerPort: 80, protocol: TCP }]`,
    problem: 'schema/duplicate-entry spec.template.spec.containers[0].ports[1]',
    message:
      'entry 2 has the same containerPort 80 and protocol "TCP" as entry 1, so that only one of them counts',
    hint: 'keep one of them',
  },
};

test.each(Object.entries(defects))('%s', async (_, { yaml, problem, message, hint }) => {
  const problems = await check(yaml);
  expect(problems.map(brief)).toEqual([problem]);
  expect(problems[0]).toMatchObject({ message, hint });
});
