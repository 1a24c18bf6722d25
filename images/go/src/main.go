// A web server that greets.
package main

import (
	"fmt"
	"log"
	"net/http"
	"runtime"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "hello from Go on %s\n", runtime.GOARCH)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
