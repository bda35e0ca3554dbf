// Holds Kubernetes manifests to the types of Kubernetes itself, strictly: a field that there is not, or of another type, is an
// error. What it cannot tell is what only a cluster decides. go run . FILE…
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/scheme"
)

func main() {
	decoder := serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()
	failed, objects := 0, 0
	for _, file := range os.Args[1:] {
		content, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		documents := yaml.NewDocumentDecoder(io.NopCloser(bytes.NewReader(content)))
		buffer := make([]byte, len(content)+1)
		for {
			read, err := documents.Read(buffer)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
				os.Exit(2)
			}
			body, err := yaml.ToJSON(buffer[:read])
			if err != nil || string(bytes.TrimSpace(body)) == "null" {
				continue
			}
			object, kind, err := decoder.Decode(buffer[:read], nil, nil)
			if err != nil {
				failed++
				fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
				continue
			}
			objects++
			name := ""
			if named, err := meta.Accessor(object); err == nil {
				name = named.GetName()
			}
			fmt.Printf("%s %s\n", kind.Kind, name)
		}
	}
	if failed > 0 || objects == 0 {
		os.Exit(1)
	}
}
