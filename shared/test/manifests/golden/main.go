// Command yaml-golden writes how the Go YAML library of kubectl and Helm reads each text of
// cases.json. Run it in this folder after changing the cases: go run . > golden.json
package main

import (
	"encoding/json"
	"log"
	"os"

	"sigs.k8s.io/yaml"
)

type reading struct {
	YAML  string `json:"yaml"`
	JSON  string `json:"json,omitempty"`
	Error bool   `json:"error,omitempty"`
}

func main() {
	content, err := os.ReadFile("cases.json")
	if err != nil {
		log.Fatal(err)
	}
	var cases []string
	if err := json.Unmarshal(content, &cases); err != nil {
		log.Fatal(err)
	}
	readings := make([]reading, 0, len(cases))
	for _, text := range cases {
		read, err := yaml.YAMLToJSON([]byte(text))
		readings = append(readings, reading{YAML: text, JSON: string(read), Error: err != nil})
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(readings); err != nil {
		log.Fatal(err)
	}
}
