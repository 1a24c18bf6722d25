// A shop whose first page needs little, and whose others need more: files of its image, authorities, zones, an account.
package main

import (
	"crypto/x509"
	_ "embed"
	"errors"
	"fmt"
	"log"
	"mime"
	"net"
	"net/http"
	"os"
	"os/user"
	"time"
)

//go:embed greeting.txt
var greeting string

func main() {
	pages := map[string]func() (string, error){
		"/{$}":         func() (string, error) { return "shop\n", nil },
		"/greeting":    func() (string, error) { return greeting, nil },
		"/data":        data,
		"/zone":        zone,
		"/authorities": authorities,
		"/user":        account,
		"/type":        mediaType,
		"/host":        host,
	}
	for path, content := range pages {
		http.HandleFunc(path, func(response http.ResponseWriter, _ *http.Request) {
			text, err := content()
			if err != nil {
				http.Error(response, err.Error(), http.StatusInternalServerError)
				return
			}
			fmt.Fprint(response, text)
		})
	}
	log.Fatal(http.ListenAndServe(":8080", nil))
}

// data reads a file relative to the working directory.
func data() (string, error) {
	text, err := os.ReadFile("data/stock.csv")
	return string(text), err
}

func zone() (string, error) {
	place, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		return "", err
	}
	return time.Unix(1767268800, 0).In(place).Format(time.RFC3339) + "\n", nil
}

func authorities() (string, error) {
	pool, err := x509.SystemCertPool()
	if err != nil {
		return "", err
	}
	//lint:ignore SA1019 There is no other way to count them.
	if len(pool.Subjects()) < 100 {
		return "", errors.New("few authorities")
	}
	return "many\n", nil
}

func account() (string, error) {
	found, err := user.LookupId("65534")
	if err != nil {
		return "", err
	}
	return found.Username + "\n", nil
}

// mediaType asks for one that Go does not know itself.
func mediaType() (string, error) {
	kind := mime.TypeByExtension(".odt")
	if kind == "" {
		return "", errors.New("no type")
	}
	return kind + "\n", nil
}

func host() (string, error) {
	addresses, err := net.LookupHost("localhost")
	if err != nil || len(addresses) == 0 {
		return "", err
	}
	return "found\n", nil
}
