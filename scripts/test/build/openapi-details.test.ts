import { expect, test } from '@jest/globals';
import { readOpenApiDetails } from '../../build/openapi-details.ts';

/** As Kubernetes has it, with the descriptions cut. */
const source = `
func schema_k8sio_api_core_v1_ContainerPort(ref common.ReferenceCallback) common.OpenAPIDefinition {
	return common.OpenAPIDefinition{
		Schema: spec.Schema{
			SchemaProps: spec.SchemaProps{
				Type:        []string{"object"},
				Properties: map[string]spec.Schema{
					"containerPort": {
						SchemaProps: spec.SchemaProps{
							Default:     0,
							Type:        []string{"integer"},
							Format:      "int32",
						},
					},
					"protocol": {
						SchemaProps: spec.SchemaProps{
							Default:     "TCP",
							Type:        []string{"string"},
							Format:      "",
							Enum:        []interface{}{"SCTP", "TCP", "UDP"},
						},
					},
					"hostIP": {
						SchemaProps: spec.SchemaProps{
							Default:     "",
							Type:        []string{"string"},
						},
					},
				},
			},
		},
	}
}

func schema_k8sio_api_core_v1_PersistentVolumeClaimSpec(ref common.ReferenceCallback) common.OpenAPIDefinition {
	return common.OpenAPIDefinition{
		Schema: spec.Schema{
			SchemaProps: spec.SchemaProps{
				Properties: map[string]spec.Schema{
					"accessModes": {
						SchemaProps: spec.SchemaProps{
							Type:        []string{"array"},
							Items: &spec.SchemaOrArray{
								Schema: &spec.Schema{
									SchemaProps: spec.SchemaProps{
										Default: "x",
										Enum:    []interface{}{"ReadOnlyMany", "ReadWriteOnce"},
									},
								},
							},
						},
					},
				},
			},
		},
	}
}
`;

test('enumerations and defaults are found with their definition and field', () => {
  const details = readOpenApiDetails(source);
  expect([...details].map(([name, fields]) => [name, Object.fromEntries(fields)])).toEqual([
    ['core.v1.ContainerPort', { protocol: { enum: ['SCTP', 'TCP', 'UDP'], default: 'TCP' } }],
    [
      'core.v1.PersistentVolumeClaimSpec',
      { accessModes: { entryEnum: ['ReadOnlyMany', 'ReadWriteOnce'] } },
    ],
  ]);
});
