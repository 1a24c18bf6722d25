// Tells the summer name of a time zone, writes a temporary file, and fetches what it is told to.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/user"
	"time"
)

func main() {
	log.SetFlags(0)
	zone, err := time.LoadLocation(os.Args[1])
	check(err)
	fmt.Println(time.Date(2024, 7, 1, 0, 0, 0, 0, zone).Format("MST"))
	if len(os.Args) == 2 {
		return
	}
	file, err := os.CreateTemp("", "app")
	check(err)
	check(os.Remove(file.Name()))
	me, err := user.Current()
	check(err)
	fmt.Println(me.Username)
	answer, err := http.Get(os.Args[2])
	check(err)
	text, err := io.ReadAll(answer.Body)
	check(err)
	fmt.Print(string(text))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
