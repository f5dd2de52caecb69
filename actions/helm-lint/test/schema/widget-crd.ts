/** A CustomResourceDefinition with one of everything that a structural schema can say. */
export const widgetCrd = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1alpha1
      served: false
      storage: false
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
    - name: v1beta1
      served: true
      storage: false
      deprecated: true
      deprecationWarning: example.com/v1beta1 ends in 2027.
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [size, mode]
              properties:
                size: { type: integer, minimum: 1, maximum: 9 }
                mode: { type: string, default: fast, enum: [fast, safe] }
                title: { type: string, minLength: 2, maxLength: 5 }
                note: { type: string, nullable: true }
                port: { x-kubernetes-int-or-string: true }
                since: { type: string, format: date-time }
                ratio: { type: number }
                tags: { type: object, additionalProperties: { type: string } }
                hosts: { type: array, maxItems: 2, items: { type: string } }
                rules:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [name]
                  items: { type: object, properties: { name: { type: string }, on: { type: boolean } } }
                extra:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
                  properties:
                    known: { type: object, properties: { a: { type: string } } }
                template:
                  type: object
                  x-kubernetes-embedded-resource: true
                  x-kubernetes-preserve-unknown-fields: true
`;
